import { readFile } from "node:fs/promises";
import { deedList } from "./act";
import { sendOrder } from "./control";
import { WrongInput } from "./deeds/deed";
import { controlFile, type FleetOptions, startFleet } from "./fleet";

const usage = `A fleet of simulated Plesk servers.

npm run fleet -- [--servers N] [--domains N] [--empty] [--seed S] [--latency MS] [--port-base P] [--state DIR] [--ttl S]
    Starts N servers: mail1, then web1, web2 … with N domains each. Runs until it is interrupted.
npm run fleet -- act [--state DIR] <server> <deed …>
    Does something on a running fleet. act alone lists the deeds.

PLESK_WIRE_LOG names a folder to which every packet is written.`;

const numbers = {
  "--servers": "servers",
  "--domains": "domains",
  "--seed": "seed",
  "--latency": "latencyMs",
  "--port-base": "portBase",
  "--ttl": "ttl",
} as const;

const isNumberFlag = (flag: string): flag is keyof typeof numbers => flag in numbers;

function readOptions(args: readonly string[]): FleetOptions {
  const options: FleetOptions = { servers: 4, domains: 12 };
  const rest = [...args];
  for (let flag = rest.shift(); flag !== undefined; flag = rest.shift()) {
    if (flag === "--empty") options.empty = true;
    else if (flag === "--state") options.stateDir = given(flag, rest.shift());
    else if (isNumberFlag(flag)) options[numbers[flag]] = wholeNumber(flag, given(flag, rest.shift()));
    else throw new WrongInput(`${flag} is not known here.\n\n${usage}`);
  }
  return options;
}

function given(flag: string, value: string | undefined): string {
  if (value === undefined || value.startsWith("--")) throw new WrongInput(`${flag} needs a value.\n\n${usage}`);
  return value;
}

function wholeNumber(flag: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new WrongInput(`${flag} is a whole number; not ${value}.\n\n${usage}`);
  return Number(value);
}

async function act(args: readonly string[]): Promise<void> {
  const [stateDir, words] = args[0] === "--state" ? [given("--state", args[1]), args.slice(2)] : [undefined, args];
  const [server, deed, ...rest] = words;
  if (server === undefined || deed === undefined) return console.log(deedList());
  const path = controlFile(stateDir);
  const address = await readFile(path, "utf8").catch(() => {
    throw new WrongInput(`No fleet runs: there is no ${path}. Start one, or name its folder with --state.`);
  });
  const control = JSON.parse(address) as { host: string; port: number };
  console.log(await sendOrder(control, { server, deed, args: rest }));
}

async function run(args: readonly string[]): Promise<void> {
  const fleet = await startFleet(readOptions(args));
  for (const server of fleet.servers) console.log(JSON.stringify(server.describe()));
  console.log(JSON.stringify({ dns: fleet.dns }));
  console.log(JSON.stringify({ control: fleet.control }));
  const end = () => {
    fleet.stop().then(
      () => process.exit(0),
      (error: Error) => fail(error),
    );
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
}

function fail(error: Error): void {
  console.error(error.message);
  process.exit(1);
}

const [first, ...rest] = process.argv.slice(2);
if (first === "--help" || first === "help") console.log(usage);
else await (first === "act" ? act(rest) : run(process.argv.slice(2))).catch(fail);
