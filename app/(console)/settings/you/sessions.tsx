import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Section } from "@/app/_ui/page";
import type { Session } from "@/db/sessions";
import { SessionsTable } from "../sessions-table";
import { endOtherSessions, endSession } from "./actions";

export function Sessions({ sessions, current }: { sessions: Session[]; current: string }) {
  return (
    <Section
      title="Your sessions"
      actions={
        sessions.length > 1 ? (
          <ActionForm action={endOtherSessions} className="flex flex-wrap items-center gap-3">
            <Submit>End all others</Submit>
          </ActionForm>
        ) : null
      }
    >
      <SessionsTable
        sessions={sessions}
        end={(session) =>
          session.id === current ? (
            <span className="text-faint">this browser</span>
          ) : (
            <ActionForm action={endSession} className="grid justify-items-start gap-1">
              <input type="hidden" name="session" value={session.id} />
              <Submit>End</Submit>
            </ActionForm>
          )
        }
      />
    </Section>
  );
}
