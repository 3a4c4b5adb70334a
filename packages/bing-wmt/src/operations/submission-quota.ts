import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { readScopes, siteUrl } from "../schemas/common.js";
import { SubmissionQuota, SubmissionQuotaWire, toSubmissionQuota } from "../schemas/quota.js";
import { methodDocs } from "../wire/docs-link.js";
import { decodeFound } from "../wire/found.js";
import { getMethod } from "../wire/method-call.js";

/** What may still be submitted today and this month. */
export const getSubmissionQuota = defineOperation({
  id: "bing-wmt.submission.quota",
  summary: "Get how many URLs of a site may still be submitted today and this month",
  description: "An upper bound: Bing does not say clearly whether this is what is left or the whole allowance.",
  docs: methodDocs("GetUrlSubmissionQuota"),
  effect: "read",
  input: z.object({ siteUrl }),
  output: SubmissionQuota,
  scopes: readScopes,
  keywords: ["limit", "allowance", "remaining", "left", "indexing", "how many more", "today", "this month"],
  examples: [{ title: "How many may I submit?", input: { siteUrl: "https://nordlicht-tee.example/" } }],
  request: (input) => getMethod("GetUrlSubmissionQuota", input),
  response: decodeFound(SubmissionQuotaWire, "submission quota of this site", toSubmissionQuota),
  quota: { bucket: callsBucket },
  // Spending is decided by it: no older number in place of a failure.
  cache: { ttlMs: 60_000, staleIfErrorMs: 0 },
});
