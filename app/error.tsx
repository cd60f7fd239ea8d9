"use client";

import { Broken } from "./_ui/broken";

export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  return (
    <main className="mx-auto max-w-2xl px-5 pt-[14vh]">
      <Broken error={error} />
    </main>
  );
}
