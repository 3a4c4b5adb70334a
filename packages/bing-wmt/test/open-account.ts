import type { ConnectionOptions } from "@trunkline/core";
import {
  createJsonReply,
  openScripted,
  type Scripted,
  type ScriptedAnswer,
  type ScriptedTransport,
} from "@trunkline/core/testing";
import { type BingWmt, type BingWmtConfig, createBingWmt } from "../src/index.js";

/** A key that must not be found anywhere but in the auth parts. */
export const canaryKey = "c0ffee00c0ffee00c0ffee00c0ffee00";

/** The site of the tests. */
export const siteUrl = "https://nordlicht-tee.example/";

/** Opens an account against these answers. */
export const openAccount = (
  answers: readonly ScriptedAnswer[],
  config: BingWmtConfig = { apiKey: canaryKey, indexNowHosts: ["nordlicht-tee.example"] },
  options: ConnectionOptions = {},
): Scripted<BingWmt> => openScripted(answers, (scripted) => createBingWmt(config, { ...scripted, ...options }));

/** Bing's answer. */
export const answer = (d: unknown) => createJsonReply({ d });

/** Bing's fault. */
export const fault = (number: number, message: string, status = 400) =>
  createJsonReply({ ErrorCode: number, Message: message }, { status });

/** What was asked in one request: the method and the body, where there is one. */
export const asked = ({ requests }: ScriptedTransport, index: number) => {
  const { url = "", body } = requests[index] ?? {};
  return {
    method: new URL(url).pathname.split("/").at(-1),
    body: body === undefined ? undefined : JSON.parse(String(body)),
  };
};
