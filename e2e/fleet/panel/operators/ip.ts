import { type Operator, ok, operation } from "../operation";
import { leaf, wrap } from "../xml";

export const ip: Operator = {
  get: operation("read", "", ({ server }) => {
    const address = wrap(
      "ip_info",
      leaf("ip_address", server.ipAddress),
      leaf("netmask", "255.255.255.0"),
      leaf("type", "shared"),
      leaf("interface", "eth0"),
      leaf("public_ip_address", server.ipAddress),
    );
    return ok(wrap("addresses", address));
  }),
};
