import { request as httpRequest, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type HttpRequest, openConnection, type StreamReply, type Transport } from "@trunkline/core";
import { createJsonReply } from "@trunkline/core/testing";
import { zohoMail } from "@trunkline/zoho-mail";
import { expect, it, vi } from "vitest";
import { createTestApp } from "./test-app.js";

const upstream = {
  headers: {
    "content-type": "text/html",
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent("Tee's (neu) ☕.html")}`,
  },
};

/** A mailbox whose files come from `open`, and the bytes that were sent to it. */
const setUp = async (open: () => Partial<StreamReply> & Pick<StreamReply, "body">) => {
  const requests: HttpRequest[] = [];
  const sent: Uint8Array[] = [];
  const transport: Transport = {
    exchange: async (request) => {
      requests.push(request);
      const { body } = request;
      if (typeof body === "object" && Symbol.asyncIterator in body) for await (const part of body) sent.push(part);
      return createJsonReply({
        status: { code: 200 },
        data: { storeName: "1", attachmentName: "a", attachmentPath: "/a" },
      });
    },
    open: async (request) => {
      requests.push(request);
      return { status: 200, headers: upstream.headers, ...open() };
    },
    close: async () => {},
  };
  const connection = openConnection(
    zohoMail,
    { accountId: "1", accessToken: "1000.canary" },
    { transport, limits: { maxStreamBytes: 4_096 } },
  );
  const made = await createTestApp({ auth: "off", connections: [connection] });
  return { ...made, requests, sent: () => Buffer.concat(sent).toString() };
};

async function* tea() {
  yield Buffer.from("te");
  yield Buffer.from("a");
}

const url = "/v1/zoho-mail/attachments/download?folderId=1&messageId=2&attachmentId=3";
const accept = "application/octet-stream";

it("sends the file under its own name and type, to be stored and not to be run", async () => {
  const { app, requests } = await setUp(() => ({ body: tea() }));
  const answer = await app.inject({ url, headers: { accept } });
  expect([answer.statusCode, answer.body]).toEqual([200, "tea"]);
  expect(answer.headers).toMatchObject({
    "content-type": "text/html",
    "content-disposition": "attachment; filename*=UTF-8''Tee%27s%20%28neu%29%20%E2%98%95.html",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  expect(requests[0]?.auth?.headers).toMatchObject({ authorization: "Zoho-oauthtoken 1000.canary" });
});

it("answers with the envelope to whoever asks for JSON, and with a problem to a failure", async () => {
  const { app } = await setUp(() => ({ status: 404, headers: {}, body: tea() }));
  const failed = await app.inject({ url, headers: { accept } });
  expect([failed.statusCode, failed.headers["content-type"]]).toEqual([404, expect.stringContaining("problem+json")]);
  const json = await app.inject({ url, headers: { accept: "application/json" } });
  expect(json.headers["content-type"]).toContain("application/json");
});

it("cuts the connection when the file breaks off, and is then no longer under way", async () => {
  const { app, deps } = await setUp(() => ({
    body: (async function* () {
      yield Buffer.alloc(1_024);
      yield Buffer.alloc(65_536);
    })(),
  }));
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const reply = await new Promise<IncomingMessage>((resolve) =>
    httpRequest({ host: "127.0.0.1", port, path: url, headers: { accept } }, resolve).end(),
  );
  await expect(async () => {
    for await (const _ of reply) expect(_).toBeDefined();
  }).rejects.toThrow("aborted");
  await vi.waitFor(() => expect((deps.gateway as { inFlight?: number }).inFlight).toBe(0));
});

it("passes a body of bytes on as it comes, with the rest of the input in the query", async () => {
  const { app, sent, requests } = await setUp(() => ({ body: tea() }));
  const headers = { "content-type": "application/octet-stream" };
  const answer = await app.inject({
    method: "POST",
    url: "/v1/zoho-mail/attachments/upload?fileName=tea.txt&isInline=true",
    headers,
    payload: Buffer.from("Earl Grey"),
  });
  expect(answer.json()).toMatchObject({ ok: true, data: { storeName: "1" } });
  expect(sent()).toBe("Earl Grey");
  expect(requests[0]?.url).toMatch(/attachments\?fileName=tea\.txt&isInline=true$/);
  const large = await app.inject({
    method: "POST",
    url: "/v1/zoho-mail/attachments/upload?fileName=tea.txt",
    headers,
    payload: Buffer.alloc(4_097),
  });
  expect(large.json().error).toMatchObject({ code: "INVALID_INPUT", outcome: "not_executed" });
});

it("takes bytes nowhere else", async () => {
  const { app } = await setUp(() => ({ body: tea() }));
  const answer = await app.inject({
    method: "POST",
    url: "/v1/shop/items/create",
    headers: { "content-type": "application/octet-stream" },
    payload: Buffer.from("x"),
  });
  expect(answer.statusCode).toBe(415);
});
