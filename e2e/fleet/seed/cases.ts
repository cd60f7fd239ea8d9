import { dnsElsewhere } from "../dns/delegation";
import { box, type Household, megabyte } from "./household";

/** IDN, additional sites, subdomains with mail, suspension, a reseller, the administrator's own, a hosted MX. */
const first: Household[] = [
  {
    client: { kind: "customer", login: "huber", contactName: "Anna Huber", company: "Bäckerei Huber & Söhne" },
    domains: [
      {
        name: "bäckerei-huber.example",
        aliases: [{ name: "baeckerei-huber.example", mail: true }],
        addresses: [
          box("info", { aliases: ["office", "bestellung"] }),
          box("anna.huber", { quota: 1024 * megabyte, forward: ["anna@huber-privat.test"] }),
          { name: "lieferanten", forward: ["info@bäckerei-huber.example", "einkauf@muehle-steiner.test"] },
        ],
      },
    ],
  },
  {
    client: { kind: "customer", login: "ada", contactName: "Ada Lindqvist", company: "Lindqvist Architects" },
    domains: [
      {
        name: "lindqvist-architects.example",
        addresses: [
          box("ada"),
          box("projects", {
            quota: -1,
            autoresponder: { subject: "Re: your enquiry", text: "Thank you. We answer within two working days." },
          }),
        ],
      },
      {
        name: "lindqvist-studio.example",
        within: "lindqvist-architects.example",
        addresses: [box("hello", { aliases: ["contact"] })],
      },
      {
        name: "team.lindqvist-architects.example",
        within: "lindqvist-architects.example",
        addresses: [box("rota"), { name: "all", forward: ["ada@lindqvist-architects.example"] }],
      },
    ],
  },
  {
    client: {
      kind: "customer",
      login: "mfischer",
      contactName: "Martin Fischer",
      company: "Fischer Automobile GmbH",
      suspended: true,
    },
    domains: [{ name: "fischer-automobile.example", addresses: [box("verkauf"), box("werkstatt")] }],
  },
  {
    client: { kind: "reseller", login: "nordhost", contactName: "Signe Dahl", company: "Nordhost Reselling Ltd" },
    domains: [{ name: "nordhost-reselling.example", addresses: [box("sales"), box("support")] }],
    customers: [
      {
        client: { kind: "customer", login: "kaplan", contactName: "Emre Kaplan", company: "Kaplan Textil <Import>" },
        domains: [{ name: "kaplan-textil.example", addresses: [box("order", { aliases: ["orders"] })] }],
      },
    ],
  },
  { domains: [{ name: "status-web1.example", addresses: [box("noc")] }] },
  {
    client: { kind: "customer", login: "blueharbour", contactName: "Rosa Pinto", company: "Blue Harbour Sailing" },
    domains: [{ name: "blue-harbour.example", mail: "off", hostedMail: true, addresses: [] }],
  },
  {
    client: { kind: "customer", login: "outdoor", contactName: "Jonas Weber", company: "Twin Peaks Outdoor" },
    domains: [{ name: "twin-peaks-outdoor.example", since: "2019-03-04", addresses: [box("info"), box("jonas")] }],
  },
];

/** A login and two domains that exist elsewhere too, catch-all, bounce, a suspended domain, DNS elsewhere, long names. */
const second: Household[] = [
  {
    client: { kind: "customer", login: "ada", contactName: "Ada Okafor", company: "Okafor Legal" },
    domains: [{ name: "okafor-legal.example", addresses: [box("office", { quota: 2048 * megabyte }), box("ada")] }],
  },
  {
    client: { kind: "customer", login: "peaks", contactName: "Lena Brandt", company: "Twin Peaks Outdoor (new shop)" },
    domains: [{ name: "twin-peaks-outdoor.example", since: "2024-09-17", addresses: [box("shop")] }],
  },
  {
    client: { kind: "customer", login: "harbourcafe", contactName: "Nora Byrne", company: "Harbour Café" },
    domains: [{ name: "harbour-cafe.example", since: "2018-06-01", addresses: [box("table"), box("nora")] }],
  },
  {
    client: { kind: "customer", login: "rahmen", contactName: "Paul Winter", company: 'Kunst & Rahmen "Am Markt"' },
    domains: [
      {
        name: "kunst-und-rahmen.example",
        nonexistentUser: { kind: "forward", address: "info@kunst-und-rahmen.example" },
        addresses: [box("info")],
      },
    ],
  },
  {
    client: { kind: "customer", login: "oldmill", contactName: "George Hale", company: "Old Mill Press" },
    domains: [
      {
        name: "old-mill-press.example",
        nonexistentUser: { kind: "bounce", text: "This address is no longer in use. Please write to <desk>." },
        addresses: [box("desk"), box("print", { forward: ["night-shift@old-mill-works.test"] })],
      },
      { name: "notes-archive.example", within: "old-mill-press.example", mail: "off", addresses: [] },
    ],
  },
  {
    client: { kind: "customer", login: "vanguard", contactName: "Mia Costa", company: "Vanguard Fitness" },
    domains: [{ name: "vanguard-fitness.example", suspended: true, addresses: [box("club")] }],
  },
  {
    client: { kind: "customer", login: "nordlicht", contactName: "Kari Moen", company: "Studio Nordlicht" },
    domains: [{ name: "studio-nordlicht.example", description: dnsElsewhere, addresses: [box("kari"), box("film")] }],
  },
  {
    client: {
      kind: "customer",
      login: "familybusiness-oldtown",
      contactName: "Maximiliane Hohenzollern-Sonnenschein",
      company: 'Gasthaus "Zum Löwen" <Süd> & Partner, Inhaberin M. Hohenzollern',
    },
    domains: [
      {
        name: "the-very-long-name-of-a-small-family-business-in-the-old-town.example",
        addresses: [box("a.very.long.local.part.that.still.has.to.fit.into.every.table"), box("info")],
      },
    ],
  },
];

/** A slave zone, aliases with and without mail, forwards only, autoresponders, an MX elsewhere beside local mail. */
const third: Household[] = [
  {
    client: { kind: "customer", login: "replica", contactName: "Tom Iversen", company: "Replica Systems" },
    domains: [{ name: "replica-systems.example", slaveZone: true, addresses: [box("ops")] }],
  },
  {
    client: { kind: "customer", login: "optik", contactName: "Jürgen Müller", company: "Müller Optik" },
    domains: [
      {
        name: "müller-optik.example",
        aliases: [
          { name: "mueller-optik.example", mail: true },
          { name: "müller-brillen.test", mail: true },
          { name: "brillen-sale.example", mail: false },
        ],
        addresses: [box("praxis", { aliases: ["termine", "empfang"] }), box("juergen")],
      },
    ],
  },
  {
    client: { kind: "customer", login: "cafecentral", contactName: "Lucia Rossi", company: "Café Central" },
    domains: [{ name: "cafe-central.example", description: dnsElsewhere, addresses: [box("ciao")] }],
  },
  {
    client: { kind: "customer", login: "garten", contactName: "Heike Sommer", company: "Garten-Paradies" },
    domains: [
      {
        name: "garten-paradies.example",
        addresses: [
          { name: "heike", forward: ["heike.sommer@private-post.test"] },
          { name: "team", forward: ["heike@garten-paradies.example", "gaertner@private-post.test"] },
          box("urlaub", {
            autoresponder: { subject: "Betriebsferien", text: "Wir sind ab 1. März wieder für Sie da." },
          }),
        ],
      },
    ],
  },
  {
    client: { kind: "customer", login: "tealeaf", contactName: "Aiko Tanaka", company: "日本茶 Import" },
    domains: [{ name: "日本茶-import.example", addresses: [box("tea")] }],
  },
  {
    client: { kind: "reseller", login: "casa", contactName: "Inés Vidal", company: "Casa Hosting" },
    domains: [],
    customers: [
      {
        client: { kind: "customer", login: "splitmail", contactName: "Omar Said", company: "Said & Sons" },
        domains: [{ name: "split-mail.example", hostedMail: true, addresses: [box("invoices"), box("omar")] }],
      },
    ],
  },
  { domains: [{ name: "status-web3.example", addresses: [box("noc")] }] },
];

/** What every fleet has, by the number of the web server; later ones have ordinary households alone. */
export const webServerCases: readonly Household[][] = [first, second, third];

/** The first mail server holds a stranger's domain that a web server has too; each has one of its own. */
export const mailServerCases: readonly Household[][] = [
  [
    { domains: [{ name: "mail-desk.example", addresses: [box("postmaster")] }] },
    {
      client: { kind: "customer", login: "harbourgroup", contactName: "Colm Byrne", company: "Harbour Group" },
      domains: [{ name: "harbour-cafe.example", since: "2023-11-20", addresses: [box("colm")] }],
    },
  ],
  [{ domains: [{ name: "second-mail-desk.example", addresses: [box("postmaster")] }] }],
];
