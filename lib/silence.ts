/** Seconds: shorter than this is a restart. */
const RESTART = 300;

/** Since when nobody has looked at any server although somebody should have, many times; null while somebody does. */
export function silentSince(lastLook: Date | null, now: Date, probeSeconds: number): Date | null {
  const patience = Math.max(RESTART, 5 * probeSeconds) * 1000;
  return lastLook && now.getTime() - lastLook.getTime() > patience ? lastLook : null;
}
