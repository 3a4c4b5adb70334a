import { defineOperation, type Reply, type ResponseContext } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { pageUrl, readScopes, siteUrl } from "../schemas/common.js";
import { FetchedUrl, FetchedUrlDetailsWire, FetchedUrlWire, fromBase64, toFetchedUrl } from "../schemas/urls.js";
import { toMoment } from "../wire/dates.js";
import { methodDocs } from "../wire/docs-link.js";
import { decodeList } from "../wire/envelope.js";
import { decodeFound } from "../wire/found.js";
import { getMethod } from "../wire/method-call.js";
import { getList, pageInput, pageOutput, slice } from "../wire/paging.js";
import { present } from "../wire/present.js";

interface FetchedInput {
  readonly siteUrl: string;
  readonly url?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly maxDocumentLength: number;
}

interface FetchedPage {
  readonly urls: FetchedUrl[];
  readonly nextCursor?: string | undefined;
}

const decodeAll = decodeList(FetchedUrlWire, (all, { input }: { input: FetchedInput }): FetchedPage => {
  const { items, next } = slice(all, input);
  return { urls: items.map(toFetchedUrl), ...next };
});

const decodeOne = decodeFound(
  FetchedUrlDetailsWire,
  "fetched page",
  (details, { input, warn }: Pick<ResponseContext<FetchedInput>, "input" | "warn">): FetchedPage => {
    const document = fromBase64(details.Document);
    if (document !== undefined && document.length > input.maxDocumentLength)
      warn({
        code: "DOCUMENT_CUT",
        message: `The page has ${document.length} characters; only the first ${input.maxDocumentLength} are given.`,
        path: "urls.0.result.document",
      });
    const result = present({
      status: details.Status === null || details.Status === undefined ? undefined : String(details.Status),
      headers: fromBase64(details.Headers),
      document: document?.slice(0, input.maxDocumentLength).toWellFormed(),
    });
    return {
      urls: [
        {
          url: details.Url ?? input.url ?? "",
          isFetched: result.document !== undefined || result.headers !== undefined,
          isExpired: false,
          ...present({ requestedAt: toMoment(details.Date) }),
          result,
        },
      ],
    };
  },
);

/** Pages that Bing was asked to fetch; with an address, what it got. */
export const fetchedUrls = defineOperation({
  id: "bing-wmt.urls.fetched",
  summary: "List the pages that Bing was asked to fetch, or get what it got for one of them",
  description: "With url the one page comes with its status, headers and document.",
  docs: methodDocs("GetFetchedUrls"),
  effect: "read",
  input: z.object({
    siteUrl,
    url: pageUrl.optional().describe("One page: its result"),
    maxDocumentLength: z.number().int().min(0).max(1_000_000).default(20_000).describe("Characters of the document"),
    ...pageInput,
  }),
  output: z.object({ urls: z.array(FetchedUrl), ...pageOutput }),
  pagination: { items: "urls" },
  scopes: readScopes,
  keywords: ["fetch as bingbot", "render", "result", "html", "headers", "outcome", "as the robot saw it"],
  examples: [
    { title: "What was fetched?", input: { siteUrl: "https://nordlicht-tee.example/" } },
    {
      title: "What did Bing see?",
      input: { siteUrl: "https://nordlicht-tee.example/", url: "https://nordlicht-tee.example/products/sencha-uji" },
    },
  ],
  request: ({ siteUrl, url, cursor }) =>
    url === undefined
      ? getList("GetFetchedUrls", cursor, { siteUrl })
      : getMethod("GetFetchedUrlDetails", { siteUrl, url }),
  response: (reply: Reply, context: ResponseContext<FetchedInput>) =>
    (context.input.url === undefined ? decodeAll : decodeOne)(reply, context),
  quota: { bucket: callsBucket },
  cache: { ttlMs: 600_000 },
});
