import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { Credential } from "./credential.js";
import { createCredentialWorld, formOf, replyOf, tokenReply } from "./credentials.fixture.js";
import { type OAuthRefreshOptions, oauthRefresh } from "./oauth-refresh.js";

const tokenUrl = "https://accounts.example.com/token";
const client = { clientId: "id", clientSecret: "canary-client-secret" };
const hourMs = 3_600_000;
const dead = () => replyOf(400, { error: "invalid_grant", error_description: "canary-refresh was revoked" });

type World = ReturnType<typeof createCredentialWorld>;

const authorize = (credential: Credential, { signal }: World) => credential.authorize(signal);
const formsOf = ({ transport }: World) => transport.requests.map(formOf);

describe("the refresh token grant", () => {
  const setUp = (answers: Parameters<typeof createCredentialWorld>[0], changes: Partial<OAuthRefreshOptions> = {}) => {
    const world = createCredentialWorld(answers);
    const options = { tokenUrl, client, refreshToken: "canary-refresh", deps: world.deps, ...changes };
    return {
      ...world,
      credential: oauthRefresh(options),
      create: (more: Partial<OAuthRefreshOptions>) => oauthRefresh({ ...options, ...more }),
    };
  };

  it("sends what it was given and puts the token where it is told", async () => {
    const world = setUp([tokenReply("t1")], {
      scope: "a,b",
      extraParams: { audience: "x" },
      toParts: ({ accessToken }) => ({ headers: { "x-token": accessToken } }),
    });
    expect(await authorize(world.credential, world)).toEqual({ headers: { "x-token": "t1" } });
    expect(formsOf(world)).toEqual([
      {
        grant_type: "refresh_token",
        refresh_token: "canary-refresh",
        scope: "a,b",
        audience: "x",
        client_id: "id",
        client_secret: client.clientSecret,
      },
    ]);
  });

  it("goes on with the rotated refresh token, also after a restart", async () => {
    const world = setUp([
      tokenReply("t1", { refresh_token: "r2", refresh_token_expires_in: 100_000 }),
      tokenReply("t2"),
      tokenReply("t3"),
    ]);
    await authorize(world.credential, world);
    await world.clock.advance(hourMs);
    await authorize(world.credential, world);
    await world.clock.advance(hourMs);
    await authorize(world.create({}), world);
    expect(formsOf(world).map((form) => form.refresh_token)).toEqual(["canary-refresh", "r2", "r2"]);
  });

  it("keeps what came with the first token when later replies do not repeat it", async () => {
    const world = setUp([tokenReply("t1", { api_domain: "https://eu.example.com" }), tokenReply("t2")], {
      keep: ["api_domain"],
      toParts: ({ extra }) => ({ headers: { domain: extra?.api_domain ?? "lost" } }),
    });
    await authorize(world.credential, world);
    await world.clock.advance(hourMs);
    expect(await authorize(world.credential, world)).toEqual({ headers: { domain: "https://eu.example.com" } });
  });

  it("stops at a dead refresh token until the configuration has another", async () => {
    const world = setUp([dead(), tokenReply("t1")]);
    await expect(authorize(world.credential, world)).rejects.toMatchObject({ code: "NEEDS_REAUTH" });
    await expect(authorize(world.create({}), world)).rejects.toMatchObject({ code: "NEEDS_REAUTH" });
    expect(world.transport.requests).toHaveLength(1);
    const reconnected = world.create({ refreshToken: "new" });
    expect(await authorize(reconnected, world)).toEqual({ headers: { authorization: "Bearer t1" } });
  });

  it("is missing without a refresh token", async () => {
    const world = setUp([], { refreshToken: undefined });
    await expect(authorize(world.credential, world)).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
    expect(world.credential.state()).toBe("missing");
  });

  it("shows no secret in any failure", async () => {
    const answers = [
      dead(),
      replyOf(500, "canary-refresh"),
      new TypeError("canary-refresh"),
      replyOf(401, { error: "canary-client-secret" }),
    ];
    for (const answer of answers) {
      const world = createCredentialWorld([answer, answer, answer]);
      const credential = oauthRefresh({ tokenUrl, client, refreshToken: "canary-refresh", deps: world.deps });
      const failed = authorize(credential, world).catch((error: unknown) => error);
      await world.clock.advance(5_000);
      const error = await failed;
      expect(error).toMatchObject({ name: "ConnectorError" });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
      expect(JSON.stringify(world.outcomes)).not.toContain("canary");
    }
  });

  it("does not store tokens under a key that tells the secret", async () => {
    const keys: string[] = [];
    const world = createCredentialWorld([tokenReply("t1")]);
    const tokens = { ...world.tokens, save: async (key: string) => void keys.push(key) };
    await authorize(
      oauthRefresh({ tokenUrl, client, refreshToken: "canary-refresh", deps: { ...world.deps, tokens } }),
      world,
    );
    expect(keys).toEqual([expect.stringMatching(/^acme\/shopify\/default#oauth-refresh\.[0-9a-f]{16}$/)]);
  });
});
