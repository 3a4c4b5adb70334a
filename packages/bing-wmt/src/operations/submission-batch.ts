import {
  type ComposedCall,
  type ConnectorError,
  defineComposedOperation,
  defineOperation,
  isConnectorError,
} from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { manageScopes, pageUrl, siteUrl } from "../schemas/common.js";
import { SubmissionQuota, spend } from "../schemas/quota.js";
import { methodDocs } from "../wire/docs-link.js";
import { Accepted, decodeAccepted } from "../wire/envelope.js";
import { quotaExhausted } from "../wire/exhausted.js";
import { postMethod } from "../wire/method-call.js";
import { getSubmissionQuota } from "./submission-quota.js";

/** Most URLs in one request. */
const maxBatch = 500;
const site = "https://nordlicht-tee.example/";

const postBatch = defineOperation({
  id: "bing-wmt.submission.submitBatch",
  summary: "Submit one batch without a look at the quota",
  docs: methodDocs("SubmitUrlBatch"),
  effect: "write",
  idempotency: "none",
  input: z.object({ siteUrl, urlList: z.array(pageUrl).min(1).max(maxBatch) }),
  output: Accepted,
  request: (input) => postMethod("SubmitUrlBatch", input),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

const Submitted = z.object({
  acceptedUrls: z.number().int().describe("Taken by Bing, in all batches"),
  duplicatesRemoved: z.number().int().describe("The same URL twice would take quota twice"),
  uncertainUrls: z.array(z.string()).describe("Of a batch whose answer never came: taken or not, nobody knows"),
  notSubmittedUrls: z.array(z.string()).describe("Not sent, or refused: submit these later"),
  quota: SubmissionQuota.describe("Left after this, as far as Bing tells"),
});
type Submitted = z.infer<typeof Submitted>;

/** Submits many pages in batches, after a look at what is left. */
export const submitUrlBatch = defineComposedOperation({
  id: "bing-wmt.submission.submitBatch",
  summary: "Submit up to 10,000 new or changed pages to Bing for crawling",
  description:
    "Bing refuses a batch larger than the quota whole, so the quota is looked at first. Sent in batches of 500; if one fails, the answer tells what was taken.",
  docs: methodDocs("SubmitUrlBatch"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    siteUrl,
    urls: z.array(pageUrl).min(1).max(10_000).describe("Addresses of the pages, all on the site"),
    allowPartial: z
      .boolean()
      .default(false)
      .describe("True: submit the first ones as far as the quota goes, in place of refusing all"),
  }),
  output: Submitted,
  scopes: manageScopes,
  keywords: [
    "index",
    "indexing",
    "crawl",
    "publish",
    "bulk",
    "many pages",
    "tell Bing",
    "list of pages",
    "updated pages",
  ],
  examples: [
    {
      title: "Two new teas",
      input: { siteUrl: site, urls: [`${site}products/sencha-uji`, `${site}products/gyokuro-asahi`] },
    },
  ],
  deadlineMs: 5 * 60_000,
  run: async (call, input) => {
    const urls = [...new Set(input.urls)];
    const quota = await call.run(getSubmissionQuota, { siteUrl: input.siteUrl });
    if (quota.left === 0 || (quota.left < urls.length && !input.allowPartial))
      throw quotaExhausted("URL", urls.length, quota);
    const sent = await sendBatches(call, input.siteUrl, urls.slice(0, quota.left));
    const submitted: Submitted = {
      acceptedUrls: sent.accepted,
      duplicatesRemoved: input.urls.length - urls.length,
      uncertainUrls: sent.uncertain,
      notSubmittedUrls: [...sent.notSubmitted, ...urls.slice(quota.left)],
      quota: spend(quota, sent.accepted + sent.uncertain.length),
    };
    warnOf(call, submitted, sent.failure);
    return submitted;
  },
});

interface Sent {
  readonly accepted: number;
  readonly uncertain: string[];
  readonly notSubmitted: string[];
  readonly failure?: ConnectorError;
}

/** Sends batch after batch and stops at the first failure. @throws ConnectorError when nothing was taken before it. */
const sendBatches = async (call: ComposedCall, siteUrl: string, urls: readonly string[]): Promise<Sent> => {
  for (let accepted = 0; accepted < urls.length; ) {
    const urlList = urls.slice(accepted, accepted + maxBatch);
    try {
      await call.run(postBatch, { siteUrl, urlList });
    } catch (failure) {
      if (!isConnectorError(failure) || accepted === 0) throw failure;
      const isRefused = failure.outcome === "not_executed";
      const rest = urls.slice(accepted + urlList.length);
      return {
        accepted,
        uncertain: isRefused ? [] : urlList,
        notSubmitted: isRefused ? [...urlList, ...rest] : rest,
        failure,
      };
    }
    accepted += urlList.length;
    call.progress({ done: accepted, total: urls.length, message: `${accepted} of ${urls.length} URLs` });
  }
  return { accepted: urls.length, uncertain: [], notSubmitted: [] };
};

const warnOf = (call: ComposedCall, submitted: Submitted, failure: ConnectorError | undefined): void => {
  const { duplicatesRemoved, notSubmittedUrls, quota } = submitted;
  if (duplicatesRemoved > 0)
    call.warn({ code: "DUPLICATES_REMOVED", message: `${duplicatesRemoved} URLs were given twice and sent once.` });
  if (failure)
    call.warn({
      code: "PARTIALLY_APPLIED",
      message: `A batch failed after ${submitted.acceptedUrls} URLs had been taken: ${failure.message}`,
      path: notSubmittedUrls.length > 0 ? "notSubmittedUrls" : "uncertainUrls",
    });
  else if (notSubmittedUrls.length > 0)
    call.warn({
      code: "QUOTA_SHORT",
      message: `The quota did not reach for ${notSubmittedUrls.length} URLs; ${quota.left} are left.`,
      path: "notSubmittedUrls",
    });
};
