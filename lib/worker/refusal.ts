import { readHost } from "@/lib/host";

/** Why a question is not answered with yes: a sentence for a person, and the input that it belongs to. */
export class Refusal extends Error {
  override name = "Refusal";
  constructor(
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}

/** The host that a person gave, as it is stored. */
export function hostIn(given: string): string {
  const read = readHost(given);
  if ("fault" in read) throw new Refusal(read.fault, "host");
  return read.host;
}
