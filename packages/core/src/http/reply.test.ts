import { expect, it } from "vitest";
import { isConnectorError } from "../errors/connector-error.js";
import { createJsonReply, createReply } from "./reply.js";

const failure = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (isConnectorError(error)) return error;
    throw error;
  }
  throw new Error("It did not throw");
};

it("gives text and JSON of the body", () => {
  const reply = createReply({ body: '{"tee":"Grüner 🍵"}' });
  expect(reply.text()).toBe('{"tee":"Grüner 🍵"}');
  expect(reply.json()).toEqual({ tee: "Grüner 🍵" });
});

it("parses once", () => {
  const reply = createReply({ body: "{}" });
  expect(reply.json()).toBe(reply.json());
});

it("works out once what a reader makes of the JSON", () => {
  const reply = createReply({ body: '{"tees":["Sencha"]}' });
  const reader = (json: unknown) => ({ json });
  expect(reply.read(reader)).toEqual({ json: { tees: ["Sencha"] } });
  expect(reply.read(reader)).toBe(reply.read(reader));
});

it("gives another reader its own reading", () => {
  const reply = createReply({ body: "[1,2]" });
  const first = (json: unknown) => (json as number[])[0];
  const second = (json: unknown) => (json as number[])[1];
  expect([reply.read(first), reply.read(second), reply.read(first)]).toEqual([1, 2, 1]);
});

it("keeps nothing of a reader that failed", () => {
  const reply = createReply({ body: "{}" });
  let calls = 0;
  const reader = () => {
    calls += 1;
    throw new Error("odd");
  };
  expect(() => reply.read(reader)).toThrow("odd");
  expect(() => reply.read(reader)).toThrow("odd");
  expect(calls).toBe(2);
});

it("keeps the value null, too", () => {
  expect(createReply({ body: "null" }).json()).toBeNull();
});

it("reads a view into a larger buffer", () => {
  const whole = new TextEncoder().encode('xx{"a":1}yy');
  expect(createReply({ body: whole.subarray(2, 9) }).json()).toEqual({ a: 1 });
});

it("drops a byte order mark from the text", () => {
  expect(createReply({ body: "\ufeffa" }).text()).toBe("a");
});

it("lower-cases header names", () => {
  expect(createReply({ headers: { "Retry-After": "2" } }).headers).toEqual({ "retry-after": "2" });
});

it("says how the cache took part only when told", () => {
  expect(createReply().cache).toBeUndefined();
  expect(createReply({ cache: "hit" }).cache).toBe("hit");
});

it.each([
  ["HTML", "<html>secret</html>"],
  ["empty", ""],
  ["cut off", '{"secret":'],
  ["not JSON", "secret"],
])("says that a body is %s, without quoting it", (defect, body) => {
  const error = failure(() => createReply({ body }).json());
  expect(error.code).toBe("CONTRACT_VIOLATION");
  expect(error.message).toContain(defect);
  expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toContain("secret");
});

it.each([200, 204, 304, 500])("says of a reply of status %i that is not JSON that it tells nothing", (status) => {
  expect(failure(() => createReply({ status }).json())).toMatchObject({ outcome: "unknown", status });
});

it("makes a JSON reply from a value", () => {
  const reply = createJsonReply({ a: 1 }, { status: 201, headers: { etag: '"1"' } });
  expect(reply).toMatchObject({ status: 201, headers: { "content-type": "application/json", etag: '"1"' } });
  expect(reply.json()).toEqual({ a: 1 });
});
