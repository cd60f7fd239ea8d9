import { describe, expect, it, vi } from "vitest";
import { answerQuestion, getQuestion, takeQuestion, tellStep } from "@/db/questions";
import { testDatabase } from "@/db/testing";
import { ask, askLater } from "./ask";
import { answerContext, sealedContext } from "./questions";
import { makeKeyPair, open, seal } from "./secrets";

const { db, url } = await testDatabase();
const worker = makeKeyPair();
vi.stubEnv("DATABASE_URL", url);
vi.stubEnv("WORKER_PUBLIC_KEY", worker.publicKey);

/** Plays the worker's part for the one open question. */
async function nextQuestion() {
  for (;;) {
    const [row] = await db.execute<{ id: string }>("select id from questions where answered_at is null");
    const question = row && (await takeQuestion(db, row.id));
    if (question) return question;
  }
}

const certificate = { host: "web1.example", port: 8443 };

describe("a question", () => {
  it("comes back with the worker's answer", async () => {
    const asked = ask("unregister", { serverId: 1 }, { by: "anna" });
    const { id } = await nextQuestion();
    await answerQuestion(db, id, { answer: { name: "web1" } });
    expect(await asked).toEqual({ ok: true, id, answer: { name: "web1" } });
  });

  it("comes back with a sentence and the field it belongs to", async () => {
    const asked = ask("certificate", certificate, { by: "anna" });
    const { id } = await nextQuestion();
    await answerQuestion(db, id, { error: "Nothing answers at web1.example:8443.", answer: { field: "host" } });
    expect(await asked).toEqual({ ok: false, message: "Nothing answers at web1.example:8443.", field: "host" });
  });

  it("that nobody answers in time says so", async () => {
    expect(await ask("certificate", certificate, { by: "anna", timeoutMs: 50 })).toMatchObject({
      ok: false,
      message: expect.stringContaining("worker has not answered"),
    });
    await db.execute("delete from questions");
  });

  it("keeps a credential sealed for the worker, bound to this question, and out of the row once taken", async () => {
    const id = await askLater("certificate", certificate, { by: "anna", sealed: { password: "canary" } });
    const question = await takeQuestion(db, id);
    expect(JSON.stringify(question)).not.toContain("canary");
    const opened = open(worker.privateKey, question?.sealed ?? "", sealedContext(id));
    expect(JSON.parse(opened.reveal())).toEqual({ password: "canary" });
    expect((await takeQuestion(db, id))?.sealed).toBeNull();
    await db.execute("delete from questions");
  });

  it("gives a secret answer to the process that asked, and leaves none behind", async () => {
    const asked = ask("panel-session", { serverId: 1, userIp: "192.0.2.1" }, { by: "anna", secretAnswer: true });
    const { id, replyKey } = await nextQuestion();
    const sealedAnswer = seal(replyKey ?? "", JSON.stringify({ url: "u", token: "canary" }), answerContext(id));
    await answerQuestion(db, id, { answer: {}, sealedAnswer });
    expect(await asked).toEqual({ ok: true, id, answer: {}, secret: { url: "u", token: "canary" } });
    const rows = await db.execute("select sealed_answer from questions where sealed_answer is not null");
    expect(rows).toHaveLength(0);
  });

  it("asked for later shows its steps, and its first answer stands", async () => {
    const id = await askLater("preview", { mailServerId: 1, serverIds: [2], wish: "assigned" }, { by: "anna" });
    await tellStep(db, id, "Reading web1");
    expect(await getQuestion(db, id)).toMatchObject({ step: "Reading web1", answeredAt: null });
    await answerQuestion(db, id, { answer: { first: true } });
    await answerQuestion(db, id, { error: "late" });
    expect(await getQuestion(db, id)).toMatchObject({ answer: { first: true }, error: null, step: null });
    expect(await getQuestion(db, "no id")).toBeNull();
  });
});
