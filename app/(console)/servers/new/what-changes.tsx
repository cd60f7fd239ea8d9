import { Panel } from "@/app/_ui/page";

/** What registering does to the server, so that nobody has to fear the button. */
export function WhatChanges() {
  return (
    <Panel title="What registering changes">
      <p className="text-soft">
        One secret key is made on the server, named for this console. Nothing else is changed there. No mail moves
        before you define a mail server and assign others to it.
      </p>
    </Panel>
  );
}
