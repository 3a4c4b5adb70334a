import { describe, expect, it } from "vitest";
import { apiKeyQuery } from "./api-key.js";
import { staticHeader } from "./static-token.js";

const { signal } = new AbortController();

describe("a token that does not change", () => {
  it("goes into its header, after the scheme where there is one, without spaces around it", async () => {
    expect(await staticHeader({ header: "X-Token", value: " abc\n" }).authorize(signal)).toEqual({
      headers: { "x-token": "abc" },
    });
    expect(await staticHeader({ header: "authorization", value: "abc", scheme: "Bearer" }).authorize(signal)).toEqual({
      headers: { authorization: "Bearer abc" },
    });
  });

  it("is the same object each time, and cannot be renewed", async () => {
    const credential = staticHeader({ header: "x-token", value: "abc" });
    expect(await credential.authorize(signal)).toBe(await credential.authorize(signal));
    expect(credential.refused).toBeUndefined();
    expect(credential.state()).toBe("ready");
  });

  it.each([undefined, "", "  "])("is missing when it is %j", async (value) => {
    const credential = staticHeader({ header: "x-token", value });
    expect(credential.state()).toBe("missing");
    await expect(credential.authorize(signal)).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
  });

  it("is missing when it could break out of the header, and is not shown", async () => {
    const credential = staticHeader({ header: "x-token", value: "canary\r\nx-evil: 1" });
    const error: unknown = await credential.authorize(signal).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "NOT_CONFIGURED" });
    expect(String(error)).not.toContain("canary");
  });

  it("is not given to a call that was aborted", async () => {
    const credential = staticHeader({ header: "x-token", value: "abc" });
    await expect(credential.authorize(AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
  });
});

describe("an API key", () => {
  it("goes into its query parameter", async () => {
    const credential = apiKeyQuery({ name: "apikey", value: "abc" });
    expect(await credential.authorize(signal)).toEqual({ query: { apikey: "abc" } });
    expect(credential.kind).toBe("api-key");
  });
});
