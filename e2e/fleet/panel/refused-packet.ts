/** Why a whole packet is refused: the one `<system>` error that stands for all its answers. */
export class PacketRefusal extends Error {
  constructor(
    readonly code: number,
    text: string,
  ) {
    super(text);
    this.name = "PacketRefusal";
  }
}
