import { describe, expect, it } from "vitest";
import { hashSecret, mintToken, parseToken, secretFits } from "./keys.js";

describe("a token", () => {
  it("carries id and secret", () => {
    const { keyId, secret, token } = mintToken();
    expect(parseToken(token)).toEqual({ keyId, secret });
    expect(Buffer.from(secret, "base64url")).toHaveLength(32);
  });

  it("is never the same twice", () => {
    const tokens = new Set(Array.from({ length: 100 }, () => mintToken().token));
    expect(tokens.size).toBe(100);
  });

  it.each([
    "",
    "tl_",
    "tl_abc_def",
    "Bearer x",
    `tl_${"a".repeat(12)}_${"b".repeat(44)}`,
    `xx_${"a".repeat(12)}_${"b".repeat(43)}`,
  ])("is not %j", (text) => expect(parseToken(text)).toBeUndefined());
});

describe("secretFits", () => {
  const { secret } = mintToken();
  it("accepts the secret itself", () => expect(secretFits(secret, hashSecret(secret))).toBe(true));
  it("refuses another", () => expect(secretFits(`${secret.slice(0, -1)}!`, hashSecret(secret))).toBe(false));
  it("refuses a hash of another length instead of throwing", () => expect(secretFits(secret, "abcd")).toBe(false));
});
