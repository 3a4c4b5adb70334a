import { generateKeyPairSync } from "node:crypto";
import { inspect } from "node:util";
import { importSPKI, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import type { Credential } from "./credential.js";
import { createCredentialWorld, formOf, replyOf, tokenReply } from "./credentials.fixture.js";
import { type ServiceAccountOptions, serviceAccount } from "./service-account.js";

const tokenUrl = "https://accounts.example.com/token";
const hourMs = 3_600_000;

type World = ReturnType<typeof createCredentialWorld>;

const authorize = (credential: Credential, { signal }: World) => credential.authorize(signal);
const formsOf = ({ transport }: World) => transport.requests.map(formOf);

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
