import { generateKeyPairSync } from "node:crypto";
import { inspect } from "node:util";
import { importSPKI, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import type { Credential } from "./credential.js";
import { createCredentialWorld, formOf, replyOf, tokenReply } from "./credentials.fixture.js";
import { oauthClientCredentials } from "./oauth-client-credentials.js";
import { type OAuthRefreshOptions, oauthRefresh } from "./oauth-refresh.js";
import { type ServiceAccountOptions, serviceAccount } from "./service-account.js";

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

describe("the service account grant", () => {
  const pair = generateKeyPairSync("rsa", {
    modulusLength: 2_048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const setUp = (
    answers: Parameters<typeof createCredentialWorld>[0],
    changes: Partial<ServiceAccountOptions> = {},
  ) => {
    const world = createCredentialWorld(answers);
    const credential = serviceAccount({
      clientEmail: "robot@example.com",
      privateKey: pair.privateKey,
      privateKeyId: "key-1",
      tokenUri: tokenUrl,
      allowedTokenUris: [tokenUrl],
      scopes: ["read", "write"],
      deps: world.deps,
      ...changes,
    });
    return { ...world, credential };
  };
  const assertionOf = async (world: World, index = 0) => {
    const { payload, protectedHeader } = await jwtVerify(
      formsOf(world)[index]?.assertion ?? "",
      await importSPKI(pair.publicKey, "RS256"),
      { currentDate: new Date(world.clock.now()) },
    );
    return { payload, protectedHeader };
  };

  it("signs an assertion for the token endpoint, dated back a little and an hour long", async () => {
    const world = setUp([tokenReply("t1")]);
    expect(await authorize(world.credential, world)).toEqual({ headers: { authorization: "Bearer t1" } });
    const { payload, protectedHeader } = await assertionOf(world);
    const issuedAt = world.clock.now() / 1_000 - 30;
    expect(protectedHeader).toEqual({ alg: "RS256", typ: "JWT", kid: "key-1" });
    expect(payload).toEqual({
      iss: "robot@example.com",
      aud: tokenUrl,
      scope: "read write",
      iat: issuedAt,
      exp: issuedAt + 3_600,
    });
    expect(formsOf(world)[0]?.grant_type).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
  });

  it("acts for a user where delegation is configured", async () => {
    const world = setUp([tokenReply("t1")], { subject: "boss@example.com" });
    await authorize(world.credential, world);
    expect((await assertionOf(world)).payload.sub).toBe("boss@example.com");
  });

  it("reads a key whose line breaks were escaped, and one in the older form", async () => {
    const pkcs1 = generateKeyPairSync("rsa", {
      modulusLength: 2_048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
    }).privateKey;
    for (const privateKey of [pair.privateKey.replaceAll("\n", "\\n"), pkcs1]) {
      const world = setUp([tokenReply("t1")], { privateKey });
      expect(await authorize(world.credential, world)).toEqual({ headers: { authorization: "Bearer t1" } });
    }
  });

  it("signs once more with the vendor's time when our clock was wrong", async () => {
    const refused = (world: { clock: World["clock"] }) =>
      replyOf(
        400,
        { error: "invalid_grant", error_description: "Invalid JWT: not a reasonable timeframe" },
        { date: new Date(world.clock.now() + 2 * hourMs).toUTCString() },
      );
    const world: World & { credential: Credential } = setUp([() => refused(world), tokenReply("t1")]);
    expect(await authorize(world.credential, world)).toEqual({ headers: { authorization: "Bearer t1" } });
    const { assertion = "" } = formsOf(world)[1] ?? {};
    const { payload } = await jwtVerify(assertion, await importSPKI(pair.publicKey, "RS256"), {
      currentDate: new Date(world.clock.now() + 2 * hourMs),
    });
    expect(payload.iat).toBe(world.clock.now() / 1_000 + 7_200 - 30);
  });

  it("does not repeat an assertion that was refused for another reason", async () => {
    const world = setUp([replyOf(400, { error: "invalid_grant", error_description: "Invalid JWT Signature." })]);
    await expect(authorize(world.credential, world)).rejects.toMatchObject({
      code: "NOT_CONFIGURED",
      upstream: { message: "Invalid JWT Signature." },
    });
    expect(world.transport.requests).toHaveLength(1);
  });

  it("sends nothing to a token URI that a key file made up", async () => {
    const world = setUp([], { tokenUri: "https://evil.example.net/token" });
    await expect(authorize(world.credential, world)).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
  });

  it.each(["", "canary-key", "-----BEGIN PRIVATE KEY-----\ncanary-key\n-----END PRIVATE KEY-----"])(
    "refuses a key that cannot be read without showing it (%#)",
    async (privateKey) => {
      const world = setUp([], { privateKey });
      const error = await authorize(world.credential, world).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: "NOT_CONFIGURED", message: expect.stringContaining("PEM") });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
      expect(world.credential.state()).toBe("missing");
    },
  );
});
