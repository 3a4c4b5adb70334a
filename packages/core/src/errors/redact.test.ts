import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { ConnectorError } from "./connector-error.js";
import { describeCause, redactHeaders, redactUrl, reveal, secret } from "./redact.js";

const canary = "CANARY-9f3b";

describe("redactUrl", () => {
  it("keeps paths and harmless parameters", () =>
    expect(redactUrl("https://api.example.com/v1/things?limit=50&page=2")).toBe(
      "https://api.example.com/v1/things?limit=50&page=2",
    ));

  it("drops the value of every other parameter but not its name", () =>
    expect(redactUrl(`https://api.example.com/v1?apikey=${canary}&q=${canary}&limit=1`)).toBe(
      "https://api.example.com/v1?apikey=REDACTED&q=REDACTED&limit=1",
    ));

  it.each([
    `https://user:${canary}@api.example.com/`,
    `https://${canary}:x@api.example.com/`,
    `https://api.example.com/#access_token=${canary}`,
    `https://api.example.com/?x=1&x=${canary}`,
    `https://api.example.com/?LIMITS=${canary}`,
    `${canary} is not a URL`,
  ])("does not show what is secret in %s", (url) => expect(redactUrl(url)).not.toContain(canary));
});

describe("redactHeaders", () => {
  it("shows only what is known to be harmless, whatever its case", () =>
    expect(
      redactHeaders({
        authorization: canary,
        Cookie: canary,
        "x-shopify-access-token": canary,
        "set-cookie": canary,
        "x-unknown": canary,
        "Content-Type": "application/json",
        "retry-after": "2",
      }),
    ).toEqual({ "Content-Type": "application/json", "retry-after": "2" }));
});

describe("describeCause", () => {
  it("names class and system code, following causes", () => {
    const socket = Object.assign(new Error(`connect to ${canary}`), { code: "ECONNRESET", syscall: "read" });
    expect(describeCause(new TypeError(`failed ${canary}`, { cause: socket }))).toBe(
      "TypeError, caused by Error (ECONNRESET, read)",
    );
  });

  it("prints our own errors with their message, on one line", () =>
    expect(describeCause(new ConnectorError("NETWORK", { message: "It\nbroke." }))).toBe("NETWORK: It broke."));

  it.each([
    canary,
    { message: canary, code: `${canary} x` },
    Object.assign(new Error(canary), { name: `${canary} name`, code: canary }),
    new Error("x", { cause: canary }),
    null,
    42,
  ])("never quotes foreign text: %#", (cause) => expect(describeCause(cause)).not.toContain(canary));

  it("ends on causes that go round in circles", () => {
    const error = new Error("a");
    error.cause = error;
    expect(describeCause(error)).toBe("Error, caused by Error, caused by Error, caused by Error");
  });
});

describe("secret", () => {
  const value = secret(canary);

  it("is revealed on request only", () => expect(reveal(value)).toBe(canary));

  it.each([
    ["String()", () => String(value)],
    ["a template", () => `${value}`],
    ["concatenation", () => `x${value as unknown as string}`],
    ["JSON", () => JSON.stringify({ value })],
    ["inspect", () => inspect({ value }, { depth: 9, showHidden: true })],
    ["Object.entries", () => JSON.stringify(Object.entries(value))],
    ["spread", () => JSON.stringify({ ...value })],
  ])("does not show through %s", (_, print) => expect(print()).not.toContain(canary));
});
