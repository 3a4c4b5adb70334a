import { expect, it } from "vitest";
import { createReply } from "../http/reply.js";
import type { HttpRequest } from "../http/transport.js";
import { createScriptedTransport } from "./scripted-transport.js";

const request: HttpRequest = { method: "GET", url: "https://a.test/x", headers: {} };
const options = () => ({ signal: new AbortController().signal });

it("answers in order and records the requests", async () => {
  const transport = createScriptedTransport([
    createReply({ body: "1" }),
    async ({ url }) => createReply({ body: url }),
  ]);
  expect((await transport.exchange(request, options())).text()).toBe("1");
  expect(transport.remaining).toBe(1);
  expect((await transport.exchange({ ...request, url: "https://a.test/y" }, options())).text()).toBe(
    "https://a.test/y",
  );
  expect(transport.requests.map(({ url }) => url)).toEqual(["https://a.test/x", "https://a.test/y"]);
  expect(transport.remaining).toBe(0);
});

it("throws a scripted error", async () => {
  await expect(createScriptedTransport([new Error("cut")]).exchange(request, options())).rejects.toThrow("cut");
});

it("fails an exchange beyond the script by method and URL", async () => {
  await expect(createScriptedTransport([]).exchange(request, options())).rejects.toThrow("GET https://a.test/x");
});

it("repeats the last answer when told to", async () => {
  const transport = createScriptedTransport([createReply({ status: 500 }), createReply()], { repeatLast: true });
  const statuses = [];
  for (let index = 0; index < 4; index++) statuses.push((await transport.exchange(request, options())).status);
  expect(statuses).toEqual([500, 200, 200, 200]);
});

it("rejects with the reason of an aborted signal and uses no answer", async () => {
  const transport = createScriptedTransport([createReply()]);
  await expect(transport.exchange(request, { signal: AbortSignal.abort("gone") })).rejects.toBe("gone");
  expect(transport.remaining).toBe(1);
});

it("streams an answer", async () => {
  const { body } = await createScriptedTransport([createReply({ body: "abc" })]).open(request, options());
  const parts = [];
  for await (const part of body) parts.push(Buffer.from(part).toString());
  expect(parts).toEqual(["abc"]);
});
