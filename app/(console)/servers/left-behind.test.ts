import { expect, it, vi } from "vitest";
import { answerQuestion, getQuestion } from "@/db/questions";
import { testDatabase } from "@/db/testing";
import { askLater } from "@/lib/ask";
import { leftBehind } from "./left-behind";

const { db, url } = await testDatabase();
vi.stubEnv("DATABASE_URL", url);

it("the question that unregistered a server tells what is left to do there, and no other question does", async () => {
  const warning = "The secret key “Console” is still on web9. Remove it there by hand.";
  const answeredWith = async (kind: "unregister" | "new-key", warning: string | null) => {
    const id = await askLater(kind, { serverId: 1 }, { by: "anna" });
    expect(leftBehind(await getQuestion(db, id))).toBeNull();
    await answerQuestion(db, id, { answer: { name: "web9", warning } });
    return leftBehind(await getQuestion(db, id));
  };
  expect(await answeredWith("unregister", warning)).toEqual({ name: "web9", warning });
  expect(await answeredWith("unregister", null)).toBeNull();
  expect(await answeredWith("new-key", warning)).toBeNull();
  expect(leftBehind(null)).toBeNull();
});
