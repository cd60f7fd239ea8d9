import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { probeImap, probePop3 } from "./mailbox";
import { checkRecipients, probeSmtp } from "./smtp";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** A service on loopback that greets and answers each line it gets. */
async function serve(greeting: string, answer: (line: string, socket: Socket) => string | undefined = () => undefined) {
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.write(greeting);
    let rest = "";
    socket.on("data", (bytes) => {
      rest += bytes;
      const lines = rest.split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        heard.push(line);
        const said = answer(line, socket);
        if (said !== undefined && socket.writable) socket.write(said);
      }
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = (server.address() as { port: number }).port;
  return { host: "127.0.0.1", port, deadline: 1000, heard };
}

/** A mail server that knows some addresses; it hangs up after `patience` refusals. */
function smtp(known: string[], { pipelining = true, patience = 1000, sender = "250 ok" } = {}) {
  let refusals = 0;
  return serve("220-mail.example\r\n220 ready\r\n", (line, socket) => {
    if (line.startsWith("EHLO")) {
      refusals = 0;
      return pipelining ? "250-mail.example\r\n250-PIPELINING\r\n250 SIZE 1000\r\n" : "250 mail.example\r\n";
    }
    if (line.startsWith("MAIL")) return `${sender}\r\n`;
    if (line === "RSET") return "250 ok\r\n";
    if (line === "QUIT") return "221 bye\r\n";
    const to = /^RCPT TO:<(.*)>$/.exec(line)?.[1];
    if (to === undefined) return "500 what?\r\n";
    if (known.includes(to)) return "250 ok\r\n";
    refusals += 1;
    if (refusals > patience) {
      socket.end("421 too many errors\r\n");
      return undefined;
    }
    return "550 5.1.1 no such user\r\n";
  });
}

describe("probes of mail services", () => {
  it("are content with the right greetings, and take their leave", async () => {
    const [one, two, three] = [await smtp([]), await serve("* OK ready\r\n"), await serve("+OK ready\r\n")];
    for (const seen of [await probeSmtp(one), await probeImap(two), await probePop3(three)])
      expect(seen).toMatchObject({ ok: true, cause: null, latency: expect.any(Number) });
    await expect
      .poll(() => [one.heard.at(-1), two.heard.at(-1), three.heard.at(-1)])
      .toEqual(["QUIT", "1 LOGOUT", "QUIT"]);
  });

  it("say that nothing listens", async () => {
    const server = await serve("");
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    const cause = `The IMAP service does not answer: connection refused at 127.0.0.1:${server.port}.`;
    expect(await probeImap(server)).toEqual({ ok: false, latency: null, cause, ownFault: false });
  });

  it("give up on silence at the deadline, dripping bytes included", async () => {
    const server = await serve("* O");
    const { cause } = await probeImap({ ...server, deadline: 100 });
    expect(cause).toBe(`The IMAP service does not answer: no answer within 0.1 s at 127.0.0.1:${server.port}.`);
  });

  it("quote a wrong greeting, without what would garble a screen", async () => {
    const server = await serve("554 \u001b[31mgo away\r\n");
    expect((await probeSmtp(server)).cause).toBe(
      "The SMTP service does not work: it turns callers away: 554  [31mgo away.",
    );
    expect((await probePop3(await serve("-ERR busy\r\n"))).cause).toContain("it greets with “-ERR busy”");
  });

  it("end a service that talks without end", async () => {
    const server = await serve("x".repeat(10_000));
    expect((await probePop3(server)).cause).toContain("talks without end");
  });
});

describe.each([true, false])("asking for recipients (pipelining: %s)", (pipelining) => {
  it("tells for each one whether it is accepted, and never sends a message", async () => {
    const server = await smtp(["a@x.example", "b@x.example"], { pipelining });
    const recipients = ["a@x.example", "nobody@x.example", "b@x.example"];
    const answers = await checkRecipients({ ...server, recipients });
    expect([...answers.values()].map(({ accepted, code }) => [accepted, code])).toEqual([
      [true, 250],
      [false, 550],
      [true, 250],
    ]);
    expect(answers.get("nobody@x.example")?.text).toBe("550 5.1.1 no such user");
    expect(server.heard).not.toContain("DATA");
    expect(server.heard.filter((line) => line === "MAIL FROM:<>")).toHaveLength(3);
  });

  it("calls again when the server hangs up after some refusals", async () => {
    const server = await smtp([], { pipelining, patience: 3 });
    const recipients = Array.from({ length: 10 }, (_, index) => `n${index}@x.example`);
    const answers = await checkRecipients({ ...server, recipients });
    expect(answers.size).toBe(10);
  });

  it("says that it cannot ask when the sender is refused or nobody is there", async () => {
    const server = await smtp([], { pipelining, sender: "451 later" });
    const asked = checkRecipients({ ...server, recipients: ["a@x.example"] });
    await expect(asked).rejects.toThrow(/cannot be asked for recipients: the sender is refused: 451 later\.$/);
  });
});

it("an address that would smuggle a command in is refused before anything is sent", async () => {
  const server = await smtp([]);
  const recipients = ["a@x.example>\r\nDATA"];
  await expect(checkRecipients({ ...server, recipients })).rejects.toThrow(RangeError);
  expect(server.heard).toEqual([]);
});
