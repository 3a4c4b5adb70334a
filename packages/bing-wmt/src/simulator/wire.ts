import type { SimulatorReply } from "@trunkline/core/simulator";
import { noisyHex } from "./noise.js";

/** A refusal in Bing's numbers. */
export class BingFault extends Error {
  override readonly name = "BingFault";
  readonly number: number;

  constructor(number: number, message: string) {
    super(message);
    this.number = number;
  }
}

const faultNames: Readonly<Record<number, string>> = {
  1: "InternalError",
  2: "UnknownError",
  3: "InvalidApiKey",
  4: "ThrottleUser",
  5: "ThrottleHost",
  6: "UserBlocked",
  7: "InvalidUrl",
  8: "InvalidParameter",
  9: "TooManySites",
  11: "NotFound",
  12: "AlreadyExists",
  13: "NotAllowed",
  14: "NotAuthorized",
  16: "Deprecated",
  17: "ThrottleIP",
  18: "InvalidToken",
};

/** The fault of a number, with Bing's own name of it. */
export const faultOf = (number: number): BingFault => new BingFault(number, faultNames[number] ?? `Error${number}`);

const namespace = "#Microsoft.Bing.Webmaster.Api";

/** An object with the type that the service writes into each. */
export const typed = (type: string, fields: Readonly<Record<string, unknown>>, space = namespace): object => ({
  __type: `${type}:${space}`,
  ...fields,
});

const headers = (body: string): Readonly<Record<string, string>> => ({
  "content-type": "application/json; charset=utf-8",
  "cache-control": "private",
  "x-cache": "CONFIG_NOCACHE",
  "x-aspnet-version": "4.0.30319",
  "x-msedge-ref": `Ref A: ${noisyHex(32, body.length, body.slice(0, 64)).toUpperCase()} Ref B: SIMULATOR`,
});

/** JSON as the service writes it: every slash is escaped. */
const jsonReply = (status: number, value: unknown): SimulatorReply => {
  const body = JSON.stringify(value).replaceAll("/", "\\/");
  return { status, headers: headers(body), body };
};

/** A success. */
export const valueReply = (d: unknown): SimulatorReply => jsonReply(200, { d });

/** A fault: 400, unless something else is wanted. */
export const faultReply = ({ number, message }: BingFault, status = 400): SimulatorReply =>
  jsonReply(status, { ErrorCode: number, Message: `ERROR!!! ${message}` });

/** A page in place of an answer. */
export const htmlReply = (status: number, title: string): SimulatorReply => ({
  status,
  headers: { "content-type": "text/html; charset=UTF-8", "cache-control": "private" },
  body: `<!DOCTYPE html><html><head><title>${title}</title></head><body><p>${title}</p></body></html>`,
});
