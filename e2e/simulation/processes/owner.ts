import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { Socket } from "node:net";

const known = new WeakMap<Socket, number>();

/** Which of these processes is at the other end of a loopback connection; 0 when none is, or the system does not say. */
export function ownerOf(socket: Socket, pids: readonly number[]): number {
  const before = known.get(socket);
  if (before !== undefined) return before;
  const inode = inodeAt(socket.remotePort ?? 0, socket.localPort ?? 0);
  const pid = inode === null ? 0 : (pids.find((each) => holds(each, inode)) ?? 0);
  known.set(socket, pid);
  return pid;
}

/** From Linux's table of connections: local address, remote address, and in the tenth column the socket's inode. */
function inodeAt(local: number, remote: number): string | null {
  const hex = (port: number) => `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  for (const line of read("/proc/net/tcp").split("\n")) {
    const columns = line.trim().split(/\s+/);
    if (columns[1]?.endsWith(hex(local)) && columns[2]?.endsWith(hex(remote))) return columns[9] ?? null;
  }
  return null;
}

function holds(pid: number, inode: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => linkOf(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`);
  } catch {
    return false;
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
