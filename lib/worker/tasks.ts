import type { TaskList } from "graphile-worker";
import { answer } from "./answer";
import { audit } from "./audit";
import { deliver } from "./deliver";
import { hints } from "./hints";
import { notify } from "./notify";
import { probe } from "./probe";
import { reconcile } from "./reconcile";
import { probes, sweep } from "./rhythm";
import { tidy } from "./tidy";

/**
 * Every job by its name in the queue, in two lists with workers of their own. A look at a server whose mail server answers
 * nothing keeps a worker for a minute: three hundred of them keep eight for 37 minutes, and net status, messages and
 * whoever waits for an answer must not stand behind that. Nor may looks stand behind probes: one of a server that answers
 * nothing takes 16 seconds, so thirty of them would keep all eight until the next round of probes.
 */
export const tasks: readonly TaskList[] = [
  { reconcile },
  { answer, audit, deliver, notify, probe, probes, sweep, hints, tidy },
];
