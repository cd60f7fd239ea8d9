import { expect, it } from "vitest";
import { generatePassword, hashPassword, isPassword, passwordFault } from "./passwords";

it.each([
  ["correct horse battery", null],
  ["пароль из четырёх слов", null],
  ["all small and no digit at all", null],
  ["fourteen chars", "The password is too short"],
  ["x".repeat(201), "The password is too long"],
  ["1qaz2wsx3edc4rfv", "The password is known from a leak"],
  ["1QAZ2WSX3EDC4RFV", "The password is known from a leak"],
  ["abababababababababab", "The password is easily guessed"],
  ["grace@provider.example1", "The password is easily guessed"],
  ["Centralized Mail 1!", "The password is easily guessed"],
])("as a new password, %s is judged: %s", (password, fault) => {
  const told = passwordFault(password, "grace@provider.example");
  if (fault === null) expect(told).toBeNull();
  else expect(told).toContain(fault);
});

it("a password that is made is always fine", () => {
  for (let index = 0; index < 100; index++) expect(passwordFault(generatePassword(), "admin")).toBeNull();
});

it("an accent counts the same, however the keyboard has put it together", async () => {
  expect(await isPassword(await hashPassword("caf\u00e9 au lait, toujours"), "cafe\u0301 au lait, toujours")).toBe(
    true,
  );
});
