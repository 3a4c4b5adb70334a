import type { SimulatorReply } from "@trunkline/core/simulator";
import { writeJson } from "./json.js";

/** What the service says of every answer: nothing of it may be kept, and nothing tells of limits. */
const headers = {
  server: "ZGS",
  "content-type": "application/json;charset=UTF-8",
  "cache-control": "private,no-cache,no-store,max-age=0,must-revalidate",
  pragma: "no-cache",
  expires: "Thu, 01 Jan 1970 00:00:00 GMT",
  "set-cookie": ["zalb_simulator=1; Path=/; Secure; HttpOnly", "zmcsr=simulator; Path=/; Secure; SameSite=None"],
} as const;

/** A body as the service frames it. */
export const jsonReply = (status: number, body: unknown): SimulatorReply => ({
  status,
  headers,
  body: writeJson(body),
});

/** Success with `data`, or without it as updates and deletions answer. */
export const done = (data?: unknown): SimulatorReply =>
  jsonReply(200, { status: { code: 200, description: "success" }, ...(data !== undefined && { data }) });

/** HTTP says 200, the envelope says 201. */
export const created = (data: unknown): SimulatorReply =>
  jsonReply(200, { status: { code: 201, description: "Created" }, data });

/** Bytes of a file. */
export const fileReply = (bytes: Uint8Array, name: string): SimulatorReply => ({
  status: 200,
  headers: {
    ...headers,
    "content-type": "application/octet-stream;charset=UTF-8",
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  },
  body: bytes,
});

/** What somebody gets who asks a host that has no such service. */
export const notFoundPage = (): SimulatorReply => ({
  status: 404,
  headers: { server: "ZGS", "content-type": "text/html;charset=UTF-8" },
  body: "<!DOCTYPE html><html><head><title>404</title></head><body><h1>Page not found</h1></body></html>",
});

const descriptions: Readonly<Record<number, string>> = {
  400: "Invalid Input",
  401: "Invalid Access",
  403: "Forbidden",
  404: "Invalid Input",
  429: "Too Many Requests",
  500: "Internal Error",
};

/** A failure in the usual shape. */
export const failure = (
  status: number,
  { errorCode, moreInfo }: { readonly errorCode?: string; readonly moreInfo?: string },
): SimulatorReply =>
  jsonReply(status, {
    data: { ...(errorCode !== undefined && { errorCode }), ...(moreInfo !== undefined && { moreInfo }) },
    status: { code: status, description: descriptions[status] ?? "Error" },
  });

/** A missing scope has a shape of its own. */
export const scopeMissing = (): SimulatorReply =>
  jsonReply(401, [2, { msg: "Invalid OAuth scope", errorCode: "INVALID_OAUTHSCOPE", authFail: "true", status: "401" }]);

/** Ends the handling of a request with this answer. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly reply: SimulatorReply;

  constructor(reply: SimulatorReply) {
    super(`Refused with ${reply.status}`);
    this.reply = reply;
  }
}

/** A value that the service's rules do not allow. The documents name the code; its status is not known for sure. */
export const mismatch = (what: string): Refusal =>
  new Refusal(failure(400, { errorCode: "URL_RULE_MISMATCH", moreInfo: what }));

/** Input that makes no sense together. */
export const badInput = (moreInfo: string): Refusal => new Refusal(failure(400, { moreInfo }));

/** Something that the mailbox does not have. */
export const missing = (moreInfo: string): Refusal => new Refusal(failure(404, { moreInfo }));
