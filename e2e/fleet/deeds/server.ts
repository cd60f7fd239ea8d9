import type { Assumptions, Faults, PleskServer } from "../model";
import { healthy } from "../world";
import { assumptionAnswers } from "./assumptions";
import { type Deed, oneOf, WrongInput } from "./deed";

const services = ["smtp", "mail", "dns", "web"] as const;
const states = { start: "running", stop: "stopped", none: "none" } as const;

function setFault<Name extends keyof Faults>(server: PleskServer, name: Name, value: Faults[Name]): void {
  server.faults[name] = value;
}

function setAssumption<Name extends keyof Assumptions>(server: PleskServer, name: Name, answer: string): void {
  const answers: readonly Assumptions[Name][] = assumptionAnswers[name];
  const found = answers.find((candidate) => candidate === answer);
  if (found === undefined) throw new WrongInput(`${name} is ${answers.join(" or ")}; not ${answer || "nothing"}.`);
  server.assumptions[name] = found;
}

const keysOf = <T extends object>(table: T) => Object.keys(table) as (keyof T & string)[];

/** on, off, or a number, as the fault is. */
function faultValue(name: keyof Faults, written: string): Faults[keyof Faults] {
  if (typeof healthy[name] === "boolean") return oneOf(`The fault ${name}`, written, ["on", "off"]) === "on";
  if (!/^\d+$/.test(written)) throw new WrongInput(`The fault ${name} is a whole number, 0 for off; not ${written}.`);
  return Number(written);
}

export const serverDeeds: Deed[] = [
  {
    name: "service",
    usage: "smtp|mail|dns|web start|stop|none",
    help: "Starts or stops a service; none is a service that is not installed. mail is IMAP and POP3.",
    run({ server }, [written = "", deed = ""]) {
      const service = oneOf("A service", written, services);
      const state = states[oneOf("What to do with it", deed, keysOf(states))];
      server.services[service] = state;
      return `${service} on ${server.key}: ${state}.`;
    },
  },
  {
    name: "fault",
    usage: "[name] [on|off or a number]",
    help: "Switches a fault; without arguments lists them, `fault none` switches all off.",
    run({ server }, [written, value = "on"]) {
      if (written === undefined)
        return keysOf(server.faults)
          .map((name) => `${name} ${server.faults[name]}`)
          .join("\n");
      if (written === "none") {
        server.faults = { ...healthy };
        return `${server.key} has no faults.`;
      }
      const name = oneOf("A fault", written, keysOf(healthy));
      const chosen = faultValue(name, value);
      setFault(server, name, chosen);
      return `${name} on ${server.key}: ${value}.`;
    },
  },
  {
    name: "assume",
    usage: "[name] [answer]",
    help: "How the server behaves where the protocol leaves it open; without arguments lists it.",
    run({ server }, [written, answer = ""]) {
      if (written === undefined) {
        const line = (name: keyof Assumptions) => {
          const others = assumptionAnswers[name].filter((other) => other !== server.assumptions[name]);
          return `${name} ${server.assumptions[name]} (or ${others.join(", ")})`;
        };
        return keysOf(assumptionAnswers).map(line).join("\n");
      }
      const name = oneOf("An assumption", written, keysOf(assumptionAnswers));
      setAssumption(server, name, answer);
      return `${name} on ${server.key}: ${answer}.`;
    },
  },
  {
    name: "log",
    usage: "[count]",
    help: "The newest entries of the panel's action log.",
    run({ server }, [count = "20"]) {
      const lines = server.log
        .slice(-Math.max(1, Number(count) || 20))
        .map(({ id, time, type, class: kind, objectId, user, host }) => {
          const when = new Date(time * 1000).toISOString().slice(0, 19);
          return `${id}  ${when}  ${kind} ${type}: ${objectId}  by ${user} from ${host}`;
        });
      return lines.length ? lines.join("\n") : `The action log of ${server.key} is empty.`;
    },
  },
  {
    name: "violations",
    usage: "",
    help: "What callers did on this server that must never happen.",
    run({ server, violations }) {
      return violations.length ? violations.join("\n") : `Nothing forbidden happened on ${server.key}.`;
    },
  },
];
