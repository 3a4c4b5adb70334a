import { defineComposedOperation, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { manageScopes, pageUrl, siteUrl } from "../schemas/common.js";
import { SubmissionQuota, spend } from "../schemas/quota.js";
import { methodDocs } from "../wire/docs-link.js";
import { Accepted, decodeAccepted } from "../wire/envelope.js";
import { quotaExhausted } from "../wire/exhausted.js";
import { postMethod } from "../wire/method-call.js";
import { submitUrlBatch } from "./submission-batch.js";
import { getSubmissionQuota } from "./submission-quota.js";

const site = "https://nordlicht-tee.example/";

const postUrl = defineOperation({
  id: "bing-wmt.submission.submit",
  summary: "Submit a URL without a look at the quota",
  docs: methodDocs("SubmitUrl"),
  effect: "write",
  idempotency: "none",
  input: z.object({ siteUrl, url: pageUrl }),
  output: Accepted,
  request: (input) => postMethod("SubmitUrl", input),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

/** Asks Bing to crawl a page, after a look at what is left. */
export const submitUrl = defineComposedOperation({
  id: "bing-wmt.submission.submit",
  summary: "Submit one new or changed page to Bing for crawling",
  description: "Takes one of the site's daily quota, which is looked at first. Accepted does not mean indexed.",
  docs: methodDocs("SubmitUrl"),
  effect: "write",
  idempotency: "none",
  input: z.object({ siteUrl, url: pageUrl.describe("Address of the page, on the site") }),
  output: Accepted.extend({ quota: SubmissionQuota.describe("Left after this, as far as Bing tells") }),
  scopes: manageScopes,
  keywords: ["index", "indexing", "crawl", "publish", "ping", "new page", "tell Bing", "updated page", "visit again"],
  examples: [{ title: "A new tea", input: { siteUrl: site, url: `${site}products/sencha-uji` } }],
  run: async (call, input) => {
    const quota = await call.run(getSubmissionQuota, { siteUrl: input.siteUrl });
    if (quota.left < 1) throw quotaExhausted("URL", 1, quota);
    const accepted = await call.run(postUrl, input);
    return { ...accepted, quota: spend(quota, 1) };
  },
});

/** Branch `submission` of the tree. */
export const submission = {
  quota: getSubmissionQuota,
  submit: submitUrl,
  submitBatch: submitUrlBatch,
};
