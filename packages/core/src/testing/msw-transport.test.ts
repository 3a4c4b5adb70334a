import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import type { HttpRequest } from "../http/transport.js";
import { createMswTransport } from "./msw-transport.js";

const request: HttpRequest = {
  method: "POST",
  url: "https://tea.test/teas?a=1",
  headers: { "content-type": "application/json" },
  body: '{"a":1}',
};
const options = () => ({ signal: new AbortController().signal });

it("answers with what the handler responds", async () => {
  const transport = createMswTransport([
    http.post("https://tea.test/teas", async ({ request: sent }) =>
      HttpResponse.json(
        { sent: await sent.json(), token: sent.headers.get("x-token"), query: new URL(sent.url).search },
        { status: 201, headers: { "X-Request-Id": "r1" } },
      ),
    ),
  ]);
  const auth = { headers: { "x-token": "t" }, query: { key: "k" } };
  const reply = await transport.exchange({ ...request, auth }, options());
  expect(reply).toMatchObject({ status: 201, headers: { "x-request-id": "r1" } });
  expect(reply.json()).toEqual({ sent: { a: 1 }, token: "t", query: "?a=1&key=k" });
});

it("streams what the handler responds", async () => {
  const transport = createMswTransport([http.post("https://tea.test/teas", () => HttpResponse.text("a\nb"))]);
  const { status, body } = await transport.open(request, options());
  const parts = [];
  for await (const part of body) parts.push(...part);
  expect([status, Buffer.from(parts).toString()]).toEqual([200, "a\nb"]);
});

it("takes an error response as a broken connection", async () => {
  const transport = createMswTransport([http.post("https://tea.test/teas", () => HttpResponse.error())]);
  await expect(transport.exchange(request, options())).rejects.toMatchObject({ code: "NETWORK", outcome: "unknown" });
});

it("fails a request that no handler answers, naming method and URL", async () => {
  await expect(createMswTransport([]).exchange(request, options())).rejects.toThrow("POST https://tea.test/teas");
});

it("rejects with the reason of an aborted signal", async () => {
  await expect(createMswTransport([]).exchange(request, { signal: AbortSignal.abort("gone") })).rejects.toBe("gone");
});
