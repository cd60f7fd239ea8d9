import { z } from "zod";
import { readHost } from "@/lib/host";

/** A host name or IP address from a form, as it is stored. */
export const hostField = z
  .string("Give the address of the panel, such as web10.provider.example.")
  .transform((given, context) => {
    const read = readHost(given.slice(0, 300));
    if ("host" in read) return read.host;
    context.addIssue({ code: "custom", message: read.fault });
    return z.NEVER;
  });
