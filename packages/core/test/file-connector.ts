import { z } from "zod";
import { defineConnector } from "../src/connector.js";
import type { Credential } from "../src/credentials/credential.js";
import { decode } from "../src/decode.js";
import { defineComposedOperation, defineOperation } from "../src/define-operation.js";
import { ConnectorError } from "../src/errors/connector-error.js";
import { withDownload, withUpload } from "../src/transfer.js";

const facts = { docs: "https://example.com/files", summary: "Move a file" };

/** A file, as base64 or as a stream. JSON that is not attached is an envelope, never the file. */
export const download = withDownload(
  defineOperation({
    ...facts,
    id: "files.things.download",
    effect: "read",
    input: z.object({ id: z.string(), maxBytes: z.number().optional() }),
    output: z.object({ contentBase64: z.string() }),
    request: ({ id }) => ({ method: "GET", path: `/files/${id}` }),
    response: ({ bytes }) => ({ contentBase64: Buffer.from(bytes).toString("base64") }),
    quota: { bucket: "calls" },
    cache: { ttlMs: 60_000 },
  }),
  {
    isFile: ({ headers }) => headers["content-disposition"] !== undefined,
    maxBytes: ({ maxBytes }) => maxBytes,
  },
);

/** A file, from base64 or from a stream. */
export const upload = withUpload(
  defineOperation({
    ...facts,
    id: "files.things.upload",
    effect: "write",
    idempotency: "natural",
    input: z.object({ name: z.string().min(1), contentBase64: z.base64() }),
    output: z.object({ sizeBytes: z.number() }),
    request: ({ name, contentBase64 }) => ({
      method: "POST",
      path: "/files",
      query: { name },
      body: Buffer.from(contentBase64, "base64"),
    }),
    response: decode(z.object({ sizeBytes: z.number() }), ({ sizeBytes }) => ({ sizeBytes })),
    quota: { bucket: "calls" },
  }),
  { replaces: "contentBase64", request: ({ name }) => ({ method: "POST", path: "/files", query: { name } }) },
);

/** Sends a file on to another name without holding it. */
export const copy = defineComposedOperation({
  ...facts,
  id: "files.things.copy",
  effect: "write",
  idempotency: "natural",
  input: z.object({ id: z.string(), name: z.string() }),
  output: z.object({ sizeBytes: z.number() }),
  run: async (call, { id, name }) => {
    const { content, sizeBytes } = await call.download(download, { id });
    return call.upload(upload, { name }, { content, ...(sizeBytes !== undefined && { sizeBytes }) });
  },
});

const config = z.object({});

/** A connector of files, with a bucket of 100 calls. */
export const createFileConnector = (credential: Credential) =>
  defineConnector({
    id: "files",
    title: "Files",
    description: "Files up and down",
    version: "1.0.0",
    apiVersions: [{ version: "1" }],
    config,
    env: [],
    live: [],
    apiVersion: () => "1",
    baseUrl: () => "https://files.example",
    allowedHosts: () => [],
    settings: () => ({}),
    credential: () => credential,
    quotas: { buckets: [{ id: "calls", kind: "token", capacity: 100, refillPerSecond: 10 }] },
    mapError: (reply) =>
      reply.status === 200 && reply.bytes.length > 0 && reply.text().includes('"failed"')
        ? new ConnectorError("NOT_FOUND", { message: "There is no such file." })
        : undefined,
    operations: { things: { download, upload, copy } },
    probe: download,
  });
