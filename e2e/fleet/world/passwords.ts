import type { PleskServer } from "../model";
import { PleskRefusal } from "./refusal";

/** The policy's lowest level: anything of five characters passes. */
const SHORTEST = 5;

export function checkPassword(server: PleskServer, password: string): string {
  if (password.length >= SHORTEST) return password;
  throw new PleskRefusal(Number(server.assumptions.weakPassword), "Your password is not complex enough.");
}
