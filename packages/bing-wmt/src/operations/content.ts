import { defineComposedOperation, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { manageScopes, pageUrl, readScopes, siteUrl } from "../schemas/common.js";
import { SubmissionQuota, SubmissionQuotaWire, spend, toSubmissionQuota } from "../schemas/quota.js";
import { methodDocs } from "../wire/docs-link.js";
import { Accepted, decodeAccepted } from "../wire/envelope.js";
import { quotaExhausted } from "../wire/exhausted.js";
import { decodeFound } from "../wire/found.js";
import { invalidInput } from "../wire/invalid-input.js";
import { getMethod, postMethod } from "../wire/method-call.js";

const site = "https://nordlicht-tee.example/";
/** Longest content of one call, before it is encoded. */
const maxContentBytes = 10 * 1024 * 1024;

const servings = { none: 0, pc: 1, mobile: 2, amp: 3, tablet: 4, nonVisualBrowser: 5 } as const;

/** What content may still be submitted. */
export const getContentQuota = defineOperation({
  id: "bing-wmt.content.quota",
  summary: "Get how many pages of a site may still be submitted with their content",
  description: "An upper bound: Bing does not say clearly whether this is what is left or the whole allowance.",
  docs: methodDocs("GetContentSubmissionQuota"),
  effect: "read",
  input: z.object({ siteUrl }),
  output: SubmissionQuota,
  scopes: readScopes,
  keywords: ["limit", "allowance", "remaining", "left", "how many more", "today", "this month"],
  examples: [{ title: "How many may I submit?", input: { siteUrl: site } }],
  request: (input) => getMethod("GetContentSubmissionQuota", input),
  response: decodeFound(SubmissionQuotaWire, "content submission quota of this site", toSubmissionQuota),
  quota: { bucket: callsBucket },
  // Spending is decided by it: no older number in place of a failure.
  cache: { ttlMs: 60_000, staleIfErrorMs: 0 },
});

const postContent = defineOperation({
  id: "bing-wmt.content.submit",
  summary: "Submit content without a look at the quota",
  docs: methodDocs("SubmitContent"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    siteUrl,
    url: pageUrl,
    httpMessage: z.string(),
    structuredData: z.string(),
    dynamicServing: z.number(),
  }),
  output: Accepted,
  // 10 MB take longer than other calls.
  timeoutMs: 60_000,
  request: (input) => postMethod("SubmitContent", input),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

/** Hands a page's content to Bing, after a look at what is left. */
export const submitContent = defineComposedOperation({
  id: "bing-wmt.content.submit",
  summary: "Hand Bing a page with its content, so that it need not crawl it",
  description: "Takes one of the site's daily content quota, which is looked at first. At most 10 MB.",
  docs: methodDocs("SubmitContent"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    siteUrl,
    url: pageUrl.describe("Address of the page, on the site"),
    html: z.string().optional().describe("The page; sent as an HTTP reply with status 200. Give this or httpMessage"),
    httpMessage: z
      .string()
      .optional()
      .describe("A whole HTTP reply as text: status line, headers, blank line, body. Give this or html"),
    structuredData: z.string().default("").describe("JSON-LD of the page, as text"),
    dynamicServing: z
      .enum(["none", "pc", "mobile", "amp", "tablet", "nonVisualBrowser"])
      .default("none")
      .describe(
        "Device the content is for, where the page differs by it. Unverified but for none: Bing documents 0 to 5",
      ),
  }),
  output: Accepted.extend({ quota: SubmissionQuota.describe("Left after this, as far as Bing tells") }),
  scopes: manageScopes,
  keywords: ["index", "indexing", "push", "html", "publish", "tell Bing", "send the page itself"],
  examples: [
    {
      title: "A page with its content",
      input: { siteUrl: site, url: `${site}products/sencha-uji`, html: "<html><body>Sencha Uji</body></html>" },
    },
  ],
  deadlineMs: 120_000,
  run: async (call, { siteUrl, url, html, httpMessage, structuredData, dynamicServing }) => {
    const message = messageOf(html, httpMessage);
    const sizeBytes = Buffer.byteLength(message) + Buffer.byteLength(structuredData);
    if (sizeBytes > maxContentBytes)
      throw invalidInput({
        path: html === undefined ? "httpMessage" : "html",
        message: `has ${sizeBytes} bytes, at most ${maxContentBytes} may be sent`,
      });
    const quota = await call.run(getContentQuota, { siteUrl });
    if (quota.left < 1) throw quotaExhausted("content", 1, quota);
    const accepted = await call.run(postContent, {
      siteUrl,
      url,
      httpMessage: toBase64(message),
      structuredData: toBase64(structuredData),
      dynamicServing: servings[dynamicServing],
    });
    return { ...accepted, quota: spend(quota, 1) };
  },
});

const toBase64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");

const messageOf = (html: string | undefined, httpMessage: string | undefined): string => {
  if ((html === undefined) === (httpMessage === undefined))
    throw invalidInput({ path: "html", message: "Give exactly one of html and httpMessage" });
  if (httpMessage !== undefined) return httpMessage;
  const body = html ?? "";
  return `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};

/** Branch `content` of the tree. */
export const content = { quota: getContentQuota, submit: submitContent };
