import { PleskRefusal } from "@/e2e/fleet/world/refusal";
import type { Edit, Scene } from "./edit";
import { atCentral } from "./edits-central";
import { atHome } from "./edits-home";

/** Everything that is done by hand, by name. */
export const EDITS: Record<string, Edit> = { ...atHome, ...atCentral };

/** Does one by hand; null when there is nothing it could be done to, or the panel itself refuses. */
export function edit(name: string, scene: Scene, a: number, b: number): string | null {
  try {
    return EDITS[name]?.(scene, a, b) ?? null;
  } catch (error) {
    if (error instanceof PleskRefusal) return null;
    throw error;
  }
}
