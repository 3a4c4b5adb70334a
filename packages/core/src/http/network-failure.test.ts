import { expect, it } from "vitest";
import { ConnectorError } from "../errors/connector-error.js";
import { toNetworkError } from "./network-failure.js";

const failed = (code: string, exchange: Partial<Parameters<typeof toNetworkError>[1]> = {}) =>
  toNetworkError(Object.assign(new Error("raw"), { code }), {
    host: "tea.test",
    sent: false,
    started: false,
    ...exchange,
  });

it.each([
  ["ENOTFOUND", "NETWORK", "could not be resolved"],
  ["EAI_AGAIN", "NETWORK", "could not be resolved"],
  ["ECONNREFUSED", "NETWORK", "refused"],
  ["EHOSTUNREACH", "NETWORK", "cannot be reached"],
  ["ETIMEDOUT", "NETWORK", "cannot be reached"],
  ["UND_ERR_CONNECT_TIMEOUT", "NETWORK", "connect timeout"],
  ["CERT_HAS_EXPIRED", "NETWORK", "CERT_HAS_EXPIRED"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "NETWORK", "No trusted TLS connection"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "NETWORK", "No trusted TLS connection"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "NETWORK", "No trusted TLS connection"],
  ["UND_ERR_CLOSED", "SHUTTING_DOWN", "closed"],
  ["ESOMETHINGNEW", "NETWORK", "ESOMETHINGNEW"],
])("takes %s before sending as %s that was not executed", (code, ours, phrase) => {
  const error = failed(code);
  expect(error).toMatchObject({ code: ours, outcome: "not_executed" });
  expect(error.message).toContain(phrase);
});

it.each([
  ["ECONNRESET", "NETWORK"],
  ["EPIPE", "NETWORK"],
  ["UND_ERR_SOCKET", "NETWORK"],
  ["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", "NETWORK"],
  ["UND_ERR_HEADERS_OVERFLOW", "NETWORK"],
  ["UND_ERR_HEADERS_TIMEOUT", "ATTEMPT_TIMEOUT"],
  ["UND_ERR_BODY_TIMEOUT", "ATTEMPT_TIMEOUT"],
  ["HPE_INVALID_CONSTANT", "NETWORK"],
])("takes %s after sending as %s with an unknown outcome", (code, ours) => {
  expect(failed(code, { sent: true })).toMatchObject({ code: ours, outcome: "unknown" });
});

it("says where in the exchange the connection was cut", () => {
  expect(failed("ECONNRESET").message).toContain("before the request was sent");
  expect(failed("ECONNRESET", { sent: true }).message).toContain("before the reply came");
  expect(failed("ECONNRESET", { sent: true, started: true }).message).toContain("in the middle of the reply");
});

it("finds the code inside an aggregate of attempts", () => {
  const attempts = new AggregateError([Object.assign(new Error("v6"), { code: "ECONNREFUSED" }), new Error("v4")]);
  expect(toNetworkError(attempts, { host: "tea.test", sent: false, started: false }).message).toContain("refused");
});

it("finds our own error wherever the sockets have wrapped it", () => {
  const own = new ConnectorError("BLOCKED_ADDRESS", { message: "no" });
  const exchange = { host: "tea.test", sent: false, started: false };
  expect(toNetworkError(own, exchange)).toBe(own);
  expect(toNetworkError(new Error("wrapped", { cause: own }), exchange)).toBe(own);
  expect(toNetworkError(new AggregateError([new Error("other"), own]), exchange)).toBe(own);
});

it("keeps no cause that carries bytes of the reply", () => {
  expect(failed("HPE_INVALID_CONSTANT").cause).toBeUndefined();
  expect(failed("ECONNRESET").cause).toBeInstanceOf(Error);
});

it("copes with what is no error", () => {
  for (const thrown of [undefined, null, "text", 1])
    expect(toNetworkError(thrown, { host: "tea.test", sent: true, started: false })).toMatchObject({
      code: "NETWORK",
      outcome: "unknown",
    });
});
