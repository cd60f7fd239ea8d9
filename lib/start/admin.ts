import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { createAdministrator, getCredentials, listAdministrators, setPassword } from "@/db/administrators";
import { record } from "@/db/audit";
import { connect, type Database } from "@/db/client";
import { resetFactors } from "@/db/second-factor";
import { revokeSessionsOf } from "@/db/sessions";
import { generatePassword, hashPassword, loginFault, passwordFault } from "@/lib/access/passwords";
import { parseSettings } from "@/lib/env";
import { command } from "./command";
import { openDatabase } from "./database";

const usage = `npm run admin -- list
npm run admin -- add <login> [name]    makes an administrator
npm run admin -- reset <login>         gives a new password and ends the person's sessions
npm run admin -- factors <login>       takes the second factor away, for who has lost it and every recovery code

The password is asked for; without a terminal, or when nothing is typed, one is made and printed once.`;

const actor = "command line";

async function list(db: Database): Promise<void> {
  const all = await listAdministrators(db);
  for (const { login, name, role, disabledAt } of all)
    console.log(`${login}\t${name}\t${role}${disabledAt ? "\tdisabled" : ""}`);
  if (all.length === 0) console.log("There is no administrator yet: npm run admin -- add <login>");
}

async function add(db: Database, login: string, name: string): Promise<void> {
  const fault = loginFault(login);
  if (fault) throw new Error(`${login} cannot be a login. ${fault}`);
  const { password, made } = await choosePassword(login);
  const passwordHash = await hashPassword(password);
  await db.transaction(async (tx) => {
    const id = await createAdministrator(tx, { login, name, passwordHash });
    if (id === null) throw new Error(`There is an administrator ${login} already. For a new password: reset ${login}.`);
    await record(tx, { actor, event: "administrator.added", target: login, detail: { role: "administrator" } });
  });
  tell(`The administrator ${login} can sign in.`, password, made);
}

async function reset(db: Database, login: string): Promise<void> {
  const known = await getCredentials(db, login);
  if (!known) throw new Error(`There is no administrator ${login}. The list: npm run admin -- list`);
  const { password, made } = await choosePassword(login);
  const passwordHash = await hashPassword(password);
  await db.transaction(async (tx) => {
    await setPassword(tx, known.id, passwordHash);
    await record(tx, { actor, event: "administrator.password-reset", target: login });
  });
  tell(`The administrator ${login} has a new password; all sessions have ended.`, password, made);
}

async function takeFactors(db: Database, login: string): Promise<void> {
  const known = await getCredentials(db, login);
  if (!known) throw new Error(`There is nobody called ${login}. The list: npm run admin -- list`);
  await db.transaction(async (tx) => {
    await resetFactors(tx, known.id);
    await revokeSessionsOf(tx, known.id);
    await record(tx, { actor, event: "administrator.second-factor-reset", target: login });
  });
  console.log(`${login} signs in with the password alone; all sessions have ended.`);
}

function tell(deed: string, password: string, made: boolean): void {
  console.log(made ? `${deed} The password, shown only now: ${password}` : deed);
}

async function choosePassword(login: string): Promise<{ password: string; made: boolean }> {
  const typed = process.stdin.isTTY ? await askHidden(`Password for ${login} (nothing makes one): `) : "";
  if (!typed) return { password: generatePassword(), made: true };
  const fault = passwordFault(typed, login);
  if (fault) throw new Error(fault);
  return { password: typed, made: false };
}

/** What is typed is not echoed. */
async function askHidden(question: string): Promise<string> {
  process.stdout.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const typed = await line.question("");
  line.close();
  process.stdout.write("\n");
  return typed;
}

await command(async () => {
  const [deed, given, ...name] = process.argv.slice(2);
  const login = given?.trim().toLowerCase();
  if (deed !== "list" && !(login && ["add", "reset", "factors"].includes(deed ?? ""))) {
    console.log(usage);
    process.exitCode = deed === undefined || deed === "--help" || deed === "help" ? 0 : 2;
    return;
  }
  const database = await openDatabase(parseSettings(process.env));
  const db = connect(database.url, { max: 1, name: "centralized-mail admin" });
  try {
    if (deed === "add" && login) await add(db, login, name.join(" ") || login);
    else if (deed === "reset" && login) await reset(db, login);
    else if (deed === "factors" && login) await takeFactors(db, login);
    else await list(db);
  } finally {
    await db.$client.end();
    if (!database.borrowed) await database.stop();
  }
});
