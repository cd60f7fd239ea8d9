import type { Dns } from "@/lib/sync/world";
import type { PublicDns } from "./dns";
import type { FaultName } from "./faults";
import type { Line } from "./line";

/** DNS as a worker asks it, with what goes wrong on the way. */
export function createDnsPort({ ask }: PublicDns, line: Line): Dns {
  async function question(...about: Parameters<Line["begin"]>) {
    const fault = await line.begin(...about);
    await line.end();
    return fault;
  }
  return {
    async nameServers(zone) {
      const fault = await question("resolver", `NS ${zone}`);
      if (fault === "resolver-down") throw new Error("the resolver does not answer");
      return ask.delegation(zone);
    },
    async mxAt({ name, address }, zone) {
      const isNews = () => JSON.stringify(ask.stale(zone)) !== JSON.stringify(ask.mxAt(zone, address));
      const matters = (fault: FaultName) => fault !== "dns-stale" || isNews();
      const fault = await question("name-server", `MX ${zone} at ${name}`, matters);
      if (fault === "dns-silent") return { ok: false, absent: false, cause: "no answer within 2 s" };
      if (fault === "dns-refused") return { ok: false, absent: true, cause: "it says REFUSED" };
      return fault === "dns-stale" ? ask.stale(zone) : ask.mxAt(zone, address);
    },
    async addresses(host) {
      const fault = await question("resolver", `A ${host}`);
      if (fault === "resolver-down") throw new Error(`nobody tells the address of ${host}`);
      return ask.addresses(host);
    },
  };
}
