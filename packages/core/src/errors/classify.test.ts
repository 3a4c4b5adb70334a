import { describe, expect, it } from "vitest";
import { createReply } from "../http/reply.js";
import { classifyCause, classifyReply } from "./classify.js";
import { ConnectorError } from "./connector-error.js";

const read = { id: "test.things.get", effect: "read" } as const;
const write = { id: "test.things.create", effect: "write" } as const;
const json = { status: 400, headers: { "content-type": "application/json" }, body: '{"secret":"CANARY"}' };

describe("classifyReply", () => {
  it.each([200, 201, 204, 206, 299, 304])("finds no failure in %d", (status) =>
    expect(classifyReply(createReply({ status }), read)).toBeUndefined(),
  );

  it.each([
    [302, "UPSTREAM_BAD_REQUEST", false],
    [400, "UPSTREAM_BAD_REQUEST", false],
    [401, "UPSTREAM_UNAUTHORIZED", false],
    [402, "ACCOUNT_UNAVAILABLE", false],
    [403, "UPSTREAM_FORBIDDEN", false],
    [404, "NOT_FOUND", false],
    [405, "UPSTREAM_BAD_REQUEST", false],
    [408, "ATTEMPT_TIMEOUT", true],
    [409, "CONFLICT", false],
    [410, "NOT_FOUND", false],
    [412, "CONFLICT", false],
    [413, "REJECTED", false],
    [415, "UPSTREAM_BAD_REQUEST", false],
    [418, "UPSTREAM_BAD_REQUEST", false],
    [422, "REJECTED", false],
    [423, "ACCOUNT_UNAVAILABLE", false],
    [429, "RATE_LIMITED", true],
    [430, "ACCOUNT_UNAVAILABLE", false],
    [500, "UPSTREAM_UNAVAILABLE", true],
    [501, "UPSTREAM_UNAVAILABLE", false],
    [502, "UPSTREAM_UNAVAILABLE", true],
    [503, "UPSTREAM_UNAVAILABLE", true],
    [504, "UPSTREAM_UNAVAILABLE", true],
    [520, "UPSTREAM_UNAVAILABLE", true],
  ])("classifies %d as %s, retryable: %s", (status, code, retryable) =>
    expect(classifyReply(createReply({ ...json, status }), read)).toMatchObject({ code, retryable, status }),
  );

  it("leaves a write open after a 5xx and settles it after a 4xx", () => {
    expect(classifyReply(createReply({ status: 502 }), write)?.outcome).toBe("unknown");
    expect(classifyReply(createReply({ status: 501 }), write)?.outcome).toBe("not_executed");
    expect(classifyReply(createReply({ status: 429 }), write)?.outcome).toBe("not_executed");
    expect(classifyReply(createReply({ status: 422 }), write)?.outcome).toBe("not_executed");
    expect(classifyReply(createReply({ status: 502 }), read)?.outcome).toBe("not_executed");
  });

  it.each([429, 503])("reads Retry-After on %d", (status) =>
    expect(classifyReply(createReply({ status, headers: { "Retry-After": "3" } }), read)?.retryAfterMs).toBe(3_000),
  );

  it("names status, operation and kind of body, and never quotes the body", () => {
    expect(classifyReply(createReply(json), read)?.message).toBe(
      "The upstream answered test.things.get with 400 Bad Request.",
    );
    expect(classifyReply(createReply({ status: 502 }), read)?.message).toContain("502 Bad Gateway and an empty body");
    expect(classifyReply(createReply({ status: 500, body: " <!DOCTYPE html><p>CANARY" }), read)?.message).toMatch(
      /and an HTML page\.$/,
    );
    expect(classifyReply(createReply({ status: 599, body: "x" }), read)?.message).toContain("with status 599.");
    expect(classifyReply(createReply({ status: 302 }), read)?.message).toContain("a redirect that is not followed");
  });

  it.each(["X-Request-Id", "X-Correlation-Id", "Request-Id"])("keeps the upstream's request id from %s", (name) =>
    expect(classifyReply(createReply({ ...json, headers: { [name]: "abc-1" } }), read)?.upstream).toEqual({
      requestId: "abc-1",
    }),
  );

  it("ignores a request id that is not one", () =>
    expect(
      classifyReply(createReply({ ...json, headers: { "x-request-id": "a b\nc" } }), read)?.upstream,
    ).toBeUndefined());
});

describe("classifyCause", () => {
  const alive = new AbortController().signal;
  const systemError = (code: string) =>
    new TypeError("fetch failed", { cause: Object.assign(new Error("CANARY"), { code }) });

  it("leaves our own errors alone", () => {
    const error = new ConnectorError("NEEDS_REAUTH", { message: "x" });
    expect(classifyCause(error, { signal: alive, sent: true })).toBe(error);
  });

  it.each([
    ["ECONNREFUSED", "NETWORK", "not_executed"],
    ["ENOTFOUND", "NETWORK", "not_executed"],
    ["UND_ERR_CONNECT_TIMEOUT", "NETWORK", "not_executed"],
    ["ECONNRESET", "NETWORK", "unknown"],
    ["UND_ERR_SOCKET", "NETWORK", "unknown"],
    ["UND_ERR_HEADERS_TIMEOUT", "ATTEMPT_TIMEOUT", "unknown"],
    ["ERR_SOMETHING_ELSE", "INTERNAL", "unknown"],
  ])("classifies %s after sending a write as %s, %s", (code, expected, outcome) => {
    const error = classifyCause(systemError(code), { signal: alive, sent: true });
    expect(error).toMatchObject({ code: expected, outcome });
    expect(error.message).not.toContain("CANARY");
  });

  it("says not_executed of whatever was not sent", () =>
    expect(classifyCause(systemError("ECONNRESET"), { signal: alive, sent: false }).outcome).toBe("not_executed"));

  it("gives the reason of an abort if it is ours, else CANCELLED", () => {
    const reason = new ConnectorError("SHUTTING_DOWN", { message: "x" });
    expect(classifyCause(reason, { signal: AbortSignal.abort(reason), sent: true })).toBe(reason);
    const wrapped = new DOMException("aborted", "AbortError");
    expect(classifyCause(wrapped, { signal: AbortSignal.abort(reason), sent: true })).toBe(reason);
    expect(classifyCause(wrapped, { signal: AbortSignal.abort(), sent: true })).toMatchObject({
      code: "CANCELLED",
      outcome: "unknown",
    });
    expect(classifyCause("why", { signal: AbortSignal.abort("why"), sent: false })).toMatchObject({
      code: "CANCELLED",
      outcome: "not_executed",
    });
  });

  it("calls the rest INTERNAL without quoting it", () =>
    expect(classifyCause(new RangeError("CANARY"), { signal: alive, sent: false })).toMatchObject({
      code: "INTERNAL",
      message: "Trunkline failed: RangeError.",
    }));
});
