import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Copy } from "@/app/_ui/copy";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Section } from "@/app/_ui/page";
import { Status, type Tone } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import type { Account } from "@/db/account";
import { type CheckedRecord, type RecordState, type WantedRecord, zoneLines } from "@/lib/wanted-records";
import { May } from "../../may";
import { checkRecords } from "./actions";
import type { RecordsCheck } from "./records-check";

const states: Record<RecordState, { tone: Tone; word: string }> = {
  right: { tone: "good", word: "As wanted" },
  different: { tone: "warn", word: "Different" },
  missing: { tone: "waiting", word: "Not there" },
  unknown: { tone: "unknown", word: "Cannot be told" },
};

/** To copy into the place where the zone is served, and what stands there now. */
export function WantedRecords({
  account,
  wanted,
  check,
}: {
  account: Account;
  wanted: WantedRecord[];
  check: RecordsCheck | null;
}) {
  return (
    <div id="records">
      <Section
        title="Records to set where its DNS is"
        actions={
          <div className="flex flex-wrap items-start gap-2">
            <Copy text={zoneLines(wanted)}>Copy all</Copy>
            <May right="synchronize">
              <ActionForm action={checkRecords} className="grid justify-items-start gap-1">
                <input type="hidden" name="accountId" value={account.id} />
                <Submit className="button button-primary">Check now</Submit>
              </ActionForm>
            </May>
          </div>
        }
      >
        <DataTable
          caption="Wanted records"
          columns={columns(check?.checked ?? [])}
          rows={wanted}
          rowKey={({ name, type }) => `${type} ${name}`}
        />
        <p className="mt-2 text-soft">
          {check ? (
            <>
              Asked of its name servers <Time at={check.at} />.{" "}
            </>
          ) : null}
          The MX is looked at again by itself. Once every name server answers with it,{" "}
          {account.problem === "mx-astray" ? "the problem is over" : "the move goes on without you"}.
        </p>
      </Section>
    </div>
  );
}

function columns(checked: readonly CheckedRecord[]): Column<WantedRecord>[] {
  const found = ({ name, type }: WantedRecord) => checked.find((one) => one.name === name && one.type === type);
  return [
    {
      key: "record",
      title: "Record",
      lead: true,
      cell: (record) => (
        <>
          <code className="font-mono text-[0.93em]">{zoneLines([record])}</code>
          <p className="text-[0.93em] text-faint">{record.why}</p>
        </>
      ),
    },
    {
      key: "needed",
      title: "For the move",
      width: "w-[9rem]",
      cell: ({ needed }) =>
        needed ? <span className="font-medium">needed</span> : <span className="text-faint">not needed</span>,
    },
    {
      key: "now",
      title: "There now",
      width: "w-[32%]",
      cell: (record) => {
        const one = found(record);
        if (!one) return <span className="text-faint">not asked yet</span>;
        return (
          <Status tone={states[one.state].tone} note={one.found}>
            {states[one.state].word}
          </Status>
        );
      },
    },
  ];
}
