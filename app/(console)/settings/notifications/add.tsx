import { ActionForm, Choices, Field, Submit } from "@/app/_ui/action-form";
import { Section } from "@/app/_ui/page";
import { Proved } from "../../may";
import { add } from "./actions";

/** `mail`: a relay is set, so mail can be sent. */
export function AddChannel({ mail }: { mail: boolean }) {
  return (
    <Section title="Tell somebody else">
      <ActionForm action={add} className="panel grid max-w-2xl justify-items-start gap-4 p-4">
        <Choices
          name="kind"
          legend="How"
          value={mail ? "mail" : "webhook"}
          choices={[
            {
              value: "mail",
              name: "Mail",
              note: mail ? "To one address." : "Set MAIL_RELAY and MAIL_FROM in the console's environment first.",
            },
            {
              value: "webhook",
              name: "Webhook",
              note: "A signed POST with JSON, also for chat services that show “text”.",
            },
          ]}
        />
        <div className="grid w-full items-start gap-4 sm:grid-cols-2">
          <Field name="name" label="Name" placeholder="On call" spellCheck={false} required />
          <Field
            name="target"
            label="Address"
            hint="A mail address, or the webhook's URL: it may hold a secret, and is not shown again."
            spellCheck={false}
            autoComplete="off"
            required
          />
        </div>
        <Choices
          name="what"
          legend="Of what"
          value="all"
          choices={[
            { value: "all", name: "Everything that needs a person", note: "Also single servers and accounts." },
            {
              value: "grave",
              name: "Only what stops mail or changes",
              note: "Mail servers, what holds changes up, the audit trail.",
            },
          ]}
        />
        <Proved>
          <Submit className="button button-primary">Add</Submit>
        </Proved>
      </ActionForm>
    </Section>
  );
}
