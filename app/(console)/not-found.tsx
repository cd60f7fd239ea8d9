import Link from "next/link";
import { PageHeader } from "@/app/_ui/page";

export default function NotFound() {
  return (
    <>
      <PageHeader title="There is no such page" />
      <p className="mb-4 text-soft">What it showed may have been removed, or the address is not complete.</p>
      <Link href="/mail" className="button button-primary">
        Go to Centralized Mail
      </Link>
    </>
  );
}
