import { box, type Household } from "@/e2e/fleet/seed/household";

/** What lives on the server of this number: a few domains of the kinds whose moves differ, none that waits for a person. */
export const householdsOf = (number: number): Household[] => [
  {
    client: { kind: "customer", login: `mill${number}`, contactName: "Mara Mill", company: "Mill & Daughters" },
    domains: [
      {
        name: `mill${number}.test`,
        aliases: [{ name: `muehle${number}.test`, mail: true }],
        addresses: [box("info", { aliases: ["office"] }), { name: "away", forward: ["mara@outside.test"] }],
      },
      { name: `shop${number}.test`, within: `mill${number}.test`, addresses: [box("orders")] },
    ],
  },
  {
    client: { kind: "customer", login: `harbour${number}`, contactName: "Per Haven", company: "" },
    domains: [
      {
        name: `harbour${number}.test`,
        nonexistentUser: { kind: "forward", address: "all@outside.test" },
        addresses: [box("crew", { forward: ["copy@outside.test"] }), box("desk")],
      },
    ],
  },
  { domains: [{ name: `own${number}.test`, addresses: [box("noc")] }] },
];
