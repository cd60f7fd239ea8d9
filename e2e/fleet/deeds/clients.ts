import { createAccount, deleteAccount, setAccount } from "../world";
import { accountOf, type Deed, oneOf } from "./deed";

export const clientDeeds: Deed[] = [
  {
    name: "add-client",
    usage: "<login> [name] [--kind customer|reseller] [--owner login]",
    help: "A new client, of the administrator or of a reseller.",
    run({ server }, [login = "", ...name], flags) {
      const kind = oneOf("--kind", flags.kind ?? "customer", ["customer", "reseller"]);
      const account = createAccount(server, {
        kind,
        login,
        password: "Change-me-1",
        contactName: name.join(" ") || login,
        email: `${login}@private-post.test`,
        ...(flags.owner ? { ownerId: accountOf(server, flags.owner).id } : {}),
      });
      return `The ${kind} ${account.login} is on ${server.key} with id ${account.id}.`;
    },
  },
  {
    name: "rename-client",
    usage: "<login> <new login>",
    help: "Gives a client another login; id and guid stay.",
    run({ server }, [login = "", wanted = ""]) {
      setAccount(server, accountOf(server, login), { login: wanted });
      return `${login} is now ${wanted} on ${server.key}.`;
    },
  },
  {
    name: "suspend-client",
    usage: "<login>",
    help: "Suspends a client, and with it all of its domains.",
    run({ server }, [login = ""]) {
      setAccount(server, accountOf(server, login), { status: 16 });
      return `${login} is suspended on ${server.key}.`;
    },
  },
  {
    name: "resume-client",
    usage: "<login>",
    help: "Ends a client's suspension.",
    run({ server }, [login = ""]) {
      setAccount(server, accountOf(server, login), { status: 0 });
      return `${login} is active on ${server.key}.`;
    },
  },
  {
    name: "delete-client",
    usage: "<login>",
    help: "Deletes a client with all domains and mail.",
    run({ server }, [login = ""]) {
      deleteAccount(server, accountOf(server, login));
      return `${login} is gone from ${server.key}.`;
    },
  },
];
