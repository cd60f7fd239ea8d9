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

/** Every job by its name in the queue. */
export const tasks: TaskList = { answer, audit, deliver, notify, probe, probes, reconcile, sweep, hints, tidy };
