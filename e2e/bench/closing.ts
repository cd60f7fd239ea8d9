/** What was started, to be ended in the opposite order: when a part is over, when it fails, when we are told to end. */
const open: (() => Promise<void>)[] = [];

export const closeLater = (close: () => Promise<void>): void => void open.push(close);

export async function closeAll(): Promise<void> {
  for (let close = open.pop(); close; close = open.pop()) await close();
}
