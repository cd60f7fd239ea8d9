import { createServer } from "node:net";

/** A TCP port that nobody listens on right now. */
export function freePort(host = "127.0.0.1"): Promise<number> {
  return listen(0, host);
}

export async function isFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return listen(port, host).then(
    () => true,
    () => false,
  );
}

/** Throws a sentence when the web process could not listen there. */
export async function claimable(port: number, host: string): Promise<void> {
  await listen(port, host).catch((cause: NodeJS.ErrnoException) => {
    const why =
      cause.code === "EADDRINUSE"
        ? `Port ${port} on ${host} is used by another program. Stop that program, or set PORT to another number.`
        : cause.code === "EACCES"
          ? `Port ${port} may not be used by this user. Set PORT to a number above 1023.`
          : `Nothing can listen on ${host}, port ${port} (${cause.code}). Set HOST to an address of this machine.`;
    throw new Error(why, { cause });
  });
}

function listen(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
}
