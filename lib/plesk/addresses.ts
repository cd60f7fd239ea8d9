import { outsideAddress } from "./assumptions";
import { type Call, one, operation, read } from "./call";
import { child, type Element, every, perhaps, plain } from "./element";

/** The server's IP addresses as the outside knows them (the targets of its A and MX records), each once. */
export const ipAddresses = (): Call<string[], "read"> => get(outsideAddress);

/** The server's IP addresses as the panel itself names them: behind NAT, what `createMainDomain` wants. */
export const insideIpAddresses = (): Call<string[], "read"> => get(plain);

const get = (addressIn: (inside: Element, outside: Element | undefined) => string): Call<string[], "read"> =>
  read(
    [operation("ip", "get", [])],
    one((result) => {
      const addresses = perhaps(result, "addresses");
      const all = addresses ? every(addresses, "ip_info") : [];
      return [...new Set(all.map((info) => addressIn(child(info, "ip_address"), perhaps(info, "public_ip_address"))))];
    }),
  );
