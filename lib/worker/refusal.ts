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
