import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { root } from "./root";

/**
 * Runs a test's module in a process for which every disk is full: files are made, and no byte goes into them. Answers what
 * it said on standard error; its standard output is `output`, or nowhere.
 */
export function onFullDisk(source: string, output = "/dev/null"): string {
  const descriptor = openSync(output, "a");
  const { stderr } = spawnSync(
    "/bin/sh",
    ["-c", 'ulimit -f 0; exec "$0" "$@"', process.execPath, "--import", "tsx", "--input-type=module", "-e", source],
    {
      cwd: root,
      // What tsx keeps for later would be empty files.
      env: { ...process.env, TSX_DISABLE_CACHE: "1" },
      encoding: "utf8",
      stdio: ["ignore", descriptor, "pipe"],
    },
  );
  closeSync(descriptor);
  return stderr;
}
