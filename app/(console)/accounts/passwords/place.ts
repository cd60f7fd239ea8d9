/** The checkboxes' name in the form; each value is `<account>:<name before the @>`. */
export const boxName = "address";

/** One address as it stands in a URL or a form; undefined for anything else. */
export function place(text: string | undefined): { accountId: number; name: string } | undefined {
  const [, accountId, name] = /^(\d{1,15}):([^@]{1,255})$/.exec(text ?? "") ?? [];
  return accountId && name ? { accountId: Number(accountId), name } : undefined;
}
