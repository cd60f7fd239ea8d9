import type { Server } from "node:http";
import Provider from "oidc-provider";

/** What a person is to the identity provider. */
export interface Claims {
  preferred_username: string;
  name: string;
  groups?: string[];
}

export const client = { id: "console", secret: "a secret that is shared with the console alone" };

/** A real OpenID provider, on another host than the console, that believes every password. */
export function openProvider(issuer: string, console: string, people: Record<string, Claims>): Server {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${console}/api/auth/callback/sso`],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    scopes: ["openid", "profile", "email", "groups"],
    claims: { openid: ["sub"], profile: ["name", "preferred_username"], email: ["email"], groups: ["groups"] },
    conformIdTokenClaims: false,
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
    pkce: { required: () => true, methods: ["S256"] },
    cookies: { keys: ["keys of a provider that lives for one test"] },
  });
  return provider.listen(Number(new URL(issuer).port), new URL(issuer).hostname);
}
