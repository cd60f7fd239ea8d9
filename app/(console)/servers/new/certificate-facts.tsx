import { Facts } from "@/app/_ui/page";
import { Status } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import type { ShownCertificate } from "./shown-certificate";

/** A certificate as a person compares it: the fingerprint in groups that can be read aloud. */
export function CertificateFacts({ certificate }: { certificate: ShownCertificate }) {
  const now = new Date();
  const over = certificate.validTo < now;
  const early = certificate.validFrom > now;
  return (
    <Facts
      facts={[
        ["SHA-256", <Fingerprint key="fingerprint" value={certificate.fingerprint} />],
        ["Issued to", certificate.subject || "nobody named"],
        [
          "Valid",
          over || early ? (
            <Status key="validity" tone="warn">
              {over ? "expired" : "not yet, only"} <Time at={over ? certificate.validTo : certificate.validFrom} />
            </Status>
          ) : (
            <>
              until <Time at={certificate.validTo} as="moment" />
            </>
          ),
        ],
      ]}
    />
  );
}

/** Breaks after every eight pairs at the latest, and can be copied as one line. */
export function Fingerprint({ value }: { value: string }) {
  const groups = value.match(/(?:[0-9A-F]{2}:?){1,8}/gi) ?? [value];
  return (
    <code className="block max-w-[25rem] font-mono text-[0.86em]">
      {groups.map((group) => (
        <span key={group} className="inline-block">
          {group}
        </span>
      ))}
    </code>
  );
}
