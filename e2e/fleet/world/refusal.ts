/** Why Plesk refuses one operation: the `errcode` and `errtext` of its result. */
export class PleskRefusal extends Error {
  constructor(
    readonly code: number,
    text: string,
  ) {
    super(text);
    this.name = "PleskRefusal";
  }
}
