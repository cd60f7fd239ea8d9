/**
 * The rules by which the Mozilla HTTP Observatory grades an answer, with its points: 100 at the start, and A+ from 100.
 * A bonus counts only for an answer that keeps 90 without it.
 */
export interface Grade {
  score: number;
  /** What took points away. */
  faults: string[];
}

type Headers = Readonly<Record<string, string>>;

export function grade(headers: Headers, { secure }: { secure: boolean }): Grade {
  const policy = directives(headers["content-security-policy"] ?? "");
  const scripts = policy.get("script-src") ?? policy.get("default-src") ?? ["*"];
  const styles = policy.get("style-src") ?? policy.get("default-src") ?? ["*"];
  const loads = [...policy].filter(([name]) => name.endsWith("-src")).flatMap(([, sources]) => sources);
  const age = Number(/max-age=(\d+)/.exec(headers["strict-transport-security"] ?? "")?.[1] ?? 0);
  const cookies = (headers["set-cookie"] ?? "").split("\n").filter(Boolean);
  const rules: [kept: boolean, points: number, fault: string][] = [
    [policy.size > 0, 25, "no content security policy"],
    [!unsafe(scripts), 20, `scripts may come from ${scripts.join(" ")}`],
    [!loads.some((source) => source === "*" || source === "http:" || source === "https:"), 20, "loads from anywhere"],
    [!scripts.includes("'unsafe-eval'"), 10, "scripts may be made of text"],
    [!unsafe(styles), 1, `styles may come from ${styles.join(" ")}`],
    [policy.get("frame-ancestors")?.join() === "'none'", 20, "may be framed"],
    [headers["x-content-type-options"] === "nosniff", 5, "its kind may be guessed"],
    [/^(no-referrer|same-origin|strict-origin)$/.test(headers["referrer-policy"] ?? ""), 5, "its address is told"],
    [/^same-(origin|site)$/.test(headers["cross-origin-resource-policy"] ?? ""), 5, "other sites may load it"],
    [headers["access-control-allow-origin"] === undefined, 50, "other sites may read it"],
    [!secure || age >= 15_768_000, 20, "http is not ruled out for half a year"],
    [!secure || cookies.every((cookie) => /;\s*secure/i.test(cookie)), 40, "a cookie goes over http"],
    [cookies.every((cookie) => /^(zone|theme)=|;\s*httponly/i.test(cookie)), 30, "scripts can read the session"],
    [cookies.every((cookie) => /;\s*samesite=(lax|strict)/i.test(cookie)), 20, "a cookie goes along from other sites"],
  ];
  const faults = rules.filter(([kept]) => !kept);
  const kept = 100 - faults.reduce((sum, [, points]) => sum + points, 0);
  // No unsafe source and nothing by default, frame-ancestors, referrer policy, resource policy.
  const bonus = policy.get("default-src")?.join() === "'none'" ? 10 + 5 + 5 + 10 : 0;
  return { score: kept >= 90 ? kept + bonus : kept, faults: faults.map(([, , fault]) => fault) };
}

const unsafe = (sources: string[]): boolean =>
  (sources.includes("'unsafe-inline'") && !sources.some((source) => source.startsWith("'nonce-"))) ||
  sources.some((source) => /^(\*|https?:|data:)$/.test(source));

function directives(policy: string): Map<string, string[]> {
  const parts = policy.split(";").map((part) => part.trim().split(/\s+/));
  return new Map(parts.filter(([name]) => name).map(([name = "", ...sources]) => [name, sources]));
}
