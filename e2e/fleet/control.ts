import { createServer, type IncomingMessage } from "node:http";
import { deedList } from "./act";
import { WrongInput } from "./deeds/deed";
import { listening } from "./door";

/** One deed as it travels to the running fleet. */
export interface Order {
  server: string;
  deed: string;
  args: string[];
}

export interface Control {
  host: string;
  port: number;
  close(): Promise<void>;
}

const largestOrder = 64 * 1024;

/** The door by which deeds reach a running fleet: POST an Order as JSON, get a sentence; GET lists the deeds. */
export async function startControl(
  { host, port }: { host: string; port: number },
  act: (order: Order) => Promise<string>,
): Promise<Control> {
  const server = createServer((request, response) => {
    const answer = (status: number, text: string) => {
      response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
      response.end(`${text}\n`);
    };
    if (request.method === "GET") return answer(200, deedList());
    // A web page in a browser cannot send this content type here, so it cannot order anything.
    if (request.headers["content-type"] !== "application/json")
      return answer(415, "Send an order as application/json.");
    readOrder(request)
      .then(act)
      .then((text) => answer(200, text))
      .catch((error: Error) => answer(error instanceof WrongInput ? 400 : 500, error.message));
  });
  await listening(server, { host, port });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { host, port, close };
}

async function readOrder(request: IncomingMessage): Promise<Order> {
  let text = "";
  for await (const part of request) {
    text += part;
    if (text.length > largestOrder) throw new WrongInput("The order is too long.");
  }
  const order: unknown = JSON.parse(text);
  if (!isOrder(order)) throw new WrongInput("An order has a server, a deed and args.");
  return order;
}

function isOrder(value: unknown): value is Order {
  if (typeof value !== "object" || value === null) return false;
  const { server, deed, args } = value as Partial<Record<keyof Order, unknown>>;
  const words = Array.isArray(args) && args.every((arg) => typeof arg === "string");
  return typeof server === "string" && typeof deed === "string" && words;
}

/** Sends an order to a running fleet. Throws with the fleet's sentence when it was not done. */
export async function sendOrder({ host, port }: { host: string; port: number }, order: Order): Promise<string> {
  const response = await fetch(`http://${host}:${port}/`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(order),
  }).catch((cause: unknown) => {
    throw new WrongInput(`No fleet answers at ${host}:${port}; it may have ended. Start it again.`, { cause });
  });
  const text = (await response.text()).trimEnd();
  if (!response.ok) throw new WrongInput(text);
  return text;
}
