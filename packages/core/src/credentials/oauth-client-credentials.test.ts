import { describe, expect, it } from "vitest";
import type { Credential } from "./credential.js";
import { createCredentialWorld, formOf, replyOf, tokenReply } from "./credentials.fixture.js";
import { oauthClientCredentials } from "./oauth-client-credentials.js";

const tokenUrl = "https://accounts.example.com/token";
const client = { clientId: "id", clientSecret: "canary-client-secret" };
const hourMs = 3_600_000;

type World = ReturnType<typeof createCredentialWorld>;

const authorize = (credential: Credential, { signal }: World) => credential.authorize(signal);
const formsOf = ({ transport }: World) => transport.requests.map(formOf);

describe("the client credentials grant", () => {
  it("obtains a token as the application and asks for the next one in the same way", async () => {
    const world = createCredentialWorld([tokenReply("t1", { expires_in: 86_399 }), tokenReply("t2")]);
    const credential = oauthClientCredentials({ tokenUrl, client, deps: world.deps });
    await authorize(credential, world);
    await world.clock.advance(24 * hourMs);
    expect(await authorize(credential, world)).toEqual({ headers: { authorization: "Bearer t2" } });
    const form = { grant_type: "client_credentials", client_id: "id", client_secret: client.clientSecret };
    expect(formsOf(world)).toEqual([form, form]);
  });

  it("calls a refused client a matter of configuration", async () => {
    const world = createCredentialWorld([replyOf(400, { error: "invalid_grant" })]);
    const credential = oauthClientCredentials({ tokenUrl, client, deps: world.deps });
    await expect(authorize(credential, world)).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
  });

  it("does not use the token of another client or scope", async () => {
    const world = createCredentialWorld([tokenReply("t1"), tokenReply("t2"), tokenReply("t3")]);
    const ask = (more: object) =>
      authorize(oauthClientCredentials({ tokenUrl, client, deps: world.deps, ...more }), world);
    await ask({});
    expect(await ask({})).toEqual({ headers: { authorization: "Bearer t1" } });
    expect(await ask({ scope: "read" })).toEqual({ headers: { authorization: "Bearer t2" } });
    expect(await ask({ client: { ...client, clientSecret: "rotated" } })).toEqual({
      headers: { authorization: "Bearer t3" },
    });
  });
});
