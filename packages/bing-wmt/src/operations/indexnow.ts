import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { indexNowBucket } from "../quotas.js";
import { pageUrl } from "../schemas/common.js";
import { indexNowDocs } from "../wire/docs-link.js";
import { folderOf, indexNowEngines, keyFileUrl } from "../wire/indexnow.js";
import { invalidInput } from "../wire/invalid-input.js";
import { jsonWithCharset } from "../wire/method-call.js";
import { keyInput } from "./indexnow-input.js";
import { checkKey } from "./indexnow-key.js";

interface SubmitInput {
  readonly key: string;
  readonly urls: readonly string[];
  readonly host?: string | undefined;
  readonly keyLocation?: string | undefined;
}

/** The one host of all URLs. @throws ConnectorError `INVALID_INPUT` naming what is of another, or not covered by the key */
const checkedHost = ({ urls, host: stated, keyLocation }: SubmitInput): string => {
  const host = (stated ?? new URL(urls[0] ?? "").host).toLowerCase();
  const foreign = urls.flatMap((url, index) =>
    new URL(url).host === host
      ? []
      : [{ path: `urls.${index}`, message: `is not on ${host}; call once for each host` }],
  );
  if (foreign.length > 0) throw invalidInput(...foreign.slice(0, 20));
  if (keyLocation === undefined) return host;
  if (new URL(keyLocation).host !== host) throw invalidInput({ path: "keyLocation", message: `is not on ${host}` });
  const folder = folderOf(keyLocation);
  const outside = urls.flatMap((url, index) =>
    new URL(url).pathname.startsWith(folder)
      ? []
      : [{ path: `urls.${index}`, message: `is not below ${folder}, where the key file lies` }],
  );
  if (outside.length > 0) throw invalidInput(...outside.slice(0, 20));
  return host;
};

/** Tells search engines of changed pages, without account and quota. */
export const submitIndexNow = defineOperation({
  id: "bing-wmt.indexnow.submit",
  summary: "Tell search engines of new, changed or deleted pages through IndexNow",
  description:
    "Needs no quota, only a key file on the host; engines pass on what they get. Wait 5 minutes before the same URL again; accepted does not mean indexed.",
  docs: indexNowDocs,
  effect: "write",
  idempotency: "natural",
  input: z.object({
    ...keyInput,
    urls: z.array(pageUrl).min(1).max(10_000).describe("Addresses of the pages, all on one host"),
    host: z.string().min(1).max(253).optional().describe("Default: the host of the first URL"),
    engine: z.enum(indexNowEngines).default("api.indexnow.org").describe("Which engine to tell; each tells the others"),
  }),
  output: z.object({
    acceptedUrls: z.number().int(),
    keyStatus: z.string().describe("valid, or pending where the engine checks the key later"),
  }),
  keywords: [
    "index",
    "indexing",
    "ping",
    "publish",
    "yandex",
    "seznam",
    "naver",
    "bulk",
    "tell search engines",
    "updated pages",
    "at once",
  ],
  examples: [
    {
      title: "Two changed teas",
      input: {
        key: "9f3c1a5be07d4c62a8f1",
        urls: [
          "https://nordlicht-tee.example/products/sencha-uji",
          "https://nordlicht-tee.example/products/gyokuro-asahi",
        ],
      },
    },
  ],
  request: (input, { settings }) => {
    const { engine, key, keyLocation, urls } = input;
    // The login goes to every path of the API's host, and is none of IndexNow's business.
    if (engine === settings.host)
      throw invalidInput({
        path: "engine",
        message: `${engine} is also the API's host here; take api.indexnow.org, which tells it`,
      });
    const host = checkedHost(input);
    return {
      method: "POST",
      path: `https://${engine}/indexnow`,
      headers: jsonWithCharset,
      body: { host, key, keyLocation: keyLocation ?? keyFileUrl(host, key), urlList: [...new Set(urls)] },
    };
  },
  response: ({ status }, { input, warn }) => {
    if (status === 202)
      warn({
        code: "KEY_NOT_CHECKED",
        message:
          "The engine took the URLs and checks the key later; a wrong key looks the same. See indexnow.checkKey.",
        path: "keyStatus",
      });
    return { acceptedUrls: new Set(input.urls).size, keyStatus: status === 202 ? "pending" : "valid" };
  },
  quota: { bucket: indexNowBucket },
});

/** Branch `indexnow` of the tree. */
export const indexnow = { submit: submitIndexNow, checkKey };
