import { type Clock, systemClock } from "@trunkline/core";
import { describe, expect, it } from "vitest";
import { createAuthenticator } from "./authenticate.js";
import { hashSecret, type KeyStore, mintToken, type StoredKey } from "./keys.js";

const nowMs = Date.parse("2026-11-22T12:00:00Z");
const clock: Clock = { ...systemClock, now: () => nowMs };

const setUp = (fields: Partial<StoredKey> = {}) => {
  const { keyId, secret, token } = mintToken();
  const key: StoredKey = {
    id: keyId,
    name: "reader",
    scopes: ["*:read"],
    createdAt: "2026-01-01T00:00:00Z",
    secretHash: hashSecret(secret),
    ...fields,
  };
  const finds: string[] = [];
  const touched: string[] = [];
  const keys: KeyStore = {
    find: async (id) => {
      finds.push(id);
      return id === keyId ? key : undefined;
    },
    list: async () => [key],
    create: () => Promise.reject(new Error("not used")),
    revoke: () => Promise.reject(new Error("not used")),
    touch: (id) => void touched.push(id),
    close: async () => undefined,
  };
  return { token, key, finds, touched, authenticate: createAuthenticator({ keys, clock }) };
};

const request = (headers: Record<string, string | string[]>, url = "/v1/operations") => ({ headers, url }) as never;

describe("createAuthenticator", () => {
  it.each(["authorization", "x-api-key"])("recognises a key in %s", async (header) => {
    const { authenticate, token, key, touched } = setUp();
    const value = header === "authorization" ? `Bearer ${token}` : token;
    expect(await authenticate(request({ [header]: value }))).toEqual({
      id: key.id,
      name: "reader",
      scopes: ["*:read"],
    });
    expect(touched).toEqual([key.id]);
  });

  it("looks up the key once per request, however often it is asked", async () => {
    const { authenticate, token, finds } = setUp();
    const same = request({ authorization: `Bearer ${token}` });
    await Promise.all([authenticate(same), authenticate(same)]);
    expect(finds).toHaveLength(1);
  });

  it.each([
    ["nothing", {}, "carries no API key"],
    ["another scheme", { authorization: "Basic dXNlcg==" }, "Bearer <key>"],
    ["something else", { authorization: "Bearer hello" }, "tl_<id>_<secret>"],
    ["a key nobody made", { authorization: `Bearer ${mintToken().token}` }, "not known"],
  ])("refuses %s", async (_, headers, message) => {
    const { authenticate, touched } = setUp();
    await expect(authenticate(request(headers))).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      message: expect.stringContaining(message),
    });
    expect(touched).toEqual([]);
  });

  it("refuses the right id with another secret, in the same words as an unknown id", async () => {
    const { authenticate, key } = setUp();
    const forged = `tl_${key.id}_${"A".repeat(43)}`;
    await expect(authenticate(request({ authorization: `Bearer ${forged}` }))).rejects.toMatchObject({
      message: "The key is not known here.",
    });
  });

  it("refuses an expired and a revoked key by name", async () => {
    const expired = setUp({ expiresAt: "2026-11-22T12:00:00Z" });
    const revoked = setUp({ revokedAt: "2026-02-01T00:00:00Z" });
    await expect(expired.authenticate(request({ "x-api-key": expired.token }))).rejects.toMatchObject({
      message: expect.stringContaining("expired on"),
    });
    await expect(revoked.authenticate(request({ "x-api-key": revoked.token }))).rejects.toMatchObject({
      message: expect.stringContaining("was revoked"),
    });
  });

  it("refuses two different keys in one request", async () => {
    const { authenticate, token } = setUp();
    const headers = { authorization: `Bearer ${token}`, "x-api-key": mintToken().token };
    await expect(authenticate(request(headers))).rejects.toMatchObject({
      message: expect.stringContaining("different keys"),
    });
  });

  it.each(["api_key", "access_token", "anything"])(
    "refuses a key in the URL as %s, even a right one beside a right header",
    async (name) => {
      const { authenticate, token } = setUp();
      const refused = authenticate(request({ authorization: `Bearer ${token}` }, `/v1/operations?${name}=${token}`));
      await expect(refused).rejects.toMatchObject({
        code: "UNAUTHENTICATED",
        message: expect.stringContaining("never read from the URL"),
      });
    },
  );

  it("never repeats a key in what it says", async () => {
    const { authenticate, key } = setUp();
    const forged = `tl_${key.id}_${"C".repeat(43)}`;
    const refusal = await authenticate(request({ authorization: `Bearer ${forged}` })).catch(
      (error: Error) => error.message,
    );
    expect(refusal).not.toContain("CCC");
  });

  it.each(["x-forwarded-for", "forwarded", "via"])(
    "takes no one for the local administrator who comes through a proxy (%s)",
    async (header) => {
      const refused = createAuthenticator({})(request({ [header]: "1.2.3.4" }));
      await expect(refused).rejects.toMatchObject({
        code: "UNAUTHENTICATED",
        message: expect.stringContaining("TRUNKLINE_AUTH=keys"),
      });
    },
  );

  it("takes everyone for the local administrator without keys, but no keys in URLs", async () => {
    const authenticate = createAuthenticator({});
    expect(await authenticate(request({}))).toEqual({ id: "local", name: "local", scopes: ["admin"] });
    await expect(authenticate(request({}, "/v1/operations?api_key=x"))).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
    });
  });
});
