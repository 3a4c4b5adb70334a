import type { Reply, ReplyHead } from "@trunkline/core";
import { readJson } from "./json.js";

/** What a reply says of a failure, whichever of its shapes it has. */
export interface Fault {
  /** Statuses of 2xx mean success. The envelope's own where it contradicts a 2xx of HTTP. */
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  readonly isHtml: boolean;
}

/** The failure that a reply tells of; nothing for a success. A file in the reply is never read as an envelope. */
export const readFault = (reply: Reply): Fault | undefined => {
  const isSuccess = reply.status >= 200 && reply.status < 300;
  if (isSuccess && !isEnvelope(reply)) return undefined;
  const body = quietJson(reply);
  const envelopeStatus = statusOf(body);
  const status = isSuccess ? envelopeStatus : reply.status;
  if (status === undefined || (status >= 200 && status < 300)) return undefined;
  const described = describe(body);
  return { status, ...described, isHtml: body === undefined && looksLikeHtml(reply) };
};

/** Whether a success is Zoho's envelope: JSON that is not a file's. */
export const isEnvelope = ({ headers }: ReplyHead): boolean =>
  (headers["content-type"] ?? "").includes("json") && headers["content-disposition"] === undefined;

const quietJson = (reply: Reply): unknown => {
  try {
    return readJson(reply);
  } catch {
    return undefined;
  }
};

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A missing scope answers `[2, { … }]`. */
const objectOf = (body: unknown): Fields =>
  Array.isArray(body) ? (body.find(isObject) ?? {}) : isObject(body) ? body : {};

const statusOf = (body: unknown): number | undefined => {
  const { status } = objectOf(body);
  const code = isObject(status) ? status.code : undefined;
  const number = typeof code === "string" && /^\d{3}$/.test(code) ? Number(code) : code;
  return typeof number === "number" && number >= 100 && number < 600 ? number : undefined;
};

const describe = (body: unknown): Pick<Fault, "code" | "message"> => {
  const fields = objectOf(body);
  const data = isObject(fields.data) ? fields.data : {};
  const status = isObject(fields.status) ? fields.status : {};
  const code = text(data.errorCode) ?? text(fields.errorCode);
  const message = text(data.moreInfo) ?? text(fields.msg) ?? text(fields.moreInfo) ?? text(status.description);
  return { ...(code !== undefined && { code }), ...(message !== undefined && { message }) };
};

/** Zoho's tokens, should a message quote one. */
const token = /1000\.[0-9a-zA-Z]{8,}(?:\.[0-9a-zA-Z]+)?/g;

const text = (value: unknown): string | undefined => {
  if (typeof value !== "string") return undefined;
  const clean = value.replace(token, "[secret]").replace(/\s+/g, " ").trim().slice(0, 200);
  return clean === "" ? undefined : clean;
};

const looksLikeHtml = ({ headers, bytes }: Reply): boolean =>
  (headers["content-type"] ?? "").includes("html") ||
  Buffer.from(bytes.subarray(0, 64)).toString("latin1").trimStart().startsWith("<");
