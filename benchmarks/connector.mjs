// A connector call with everything on, against the same bytes fetched in other ways from the same loopback server.
import { searchconsole } from "@googleapis/searchconsole";
import { createAdminApiClient } from "@shopify/admin-api-client";
import { createShopify } from "@trunkline/shopify";
import { Agent, request } from "undici";
import { compare, toTable } from "./lib/measure.mjs";
import { startUpstream } from "./lib/start-upstream.mjs";

const document =
  "query ProductsList($first: Int!) { products(first: $first) { nodes { id title } pageInfo { hasNextPage endCursor } } }";

export const run = async ({ durationMs = 1_000, rounds = 9 } = {}) => {
  const { origin, bytes, stop } = await startUpstream("products");
  const path = "/admin/api/2026-10/graphql.json";
  const headers = {
    "content-type": "application/json",
    "x-shopify-access-token": "benchmark",
    accept: "application/json",
  };
  const body = JSON.stringify({ query: document, variables: { first: 50 } });

  const agent = new Agent({ connections: 16 });
  const shop = createShopify({ shop: "benchmark", accessToken: "benchmark" }, { baseUrl: origin });
  const admin = createAdminApiClient({
    storeDomain: "benchmark.myshopify.com",
    apiVersion: "2026-10",
    accessToken: "benchmark",
    customFetchApi: (url, init) => fetch(url.replace("https://benchmark.myshopify.com", origin), init),
  });
  const google = searchconsole({ version: "v1", rootUrl: `${origin}/` });

  const candidates = [
    {
      name: "undici `request` + `JSON.parse`, same pool size",
      work: async () => {
        const reply = await request(origin + path, { method: "POST", dispatcher: agent, headers, body });
        JSON.parse(await reply.body.text());
      },
    },
    {
      name: "`@trunkline/shopify`, everything on",
      work: async () => {
        const answer = await shop.products.list({ limit: 50 }, { fresh: true });
        if (!answer.ok) throw new Error(answer.error.message);
      },
    },
    {
      name: "global `fetch` + `.json()`",
      work: async () => (await fetch(origin + path, { method: "POST", headers, body })).json(),
    },
    {
      name: "`@shopify/admin-api-client`",
      work: async () => {
        const { errors } = await admin.request(document, { variables: { first: 50 } });
        if (errors) throw new Error(errors.message);
      },
    },
    {
      name: "`@googleapis/searchconsole`",
      note: "its own call, same bytes back",
      work: () =>
        google.searchanalytics.query({
          siteUrl: "sc-domain:example.com",
          requestBody: { startDate: "2026-01-01", endDate: "2026-01-02" },
        }),
    },
  ];
  try {
    const tables = [];
    for (const concurrency of [1, 8]) {
      const results = await compare(candidates, { concurrency, durationMs, rounds });
      const heading = concurrency === 1 ? "one call at a time" : `${concurrency} calls at once`;
      tables.push(toTable(results, `calls/s, ${heading}`));
    }
    return {
      title: `Connector call (a page of 50 products, ${(bytes / 1024).toFixed(0)} KiB; ${rounds} rounds)`,
      table: tables.join("\n\n"),
    };
  } finally {
    await shop.$close();
    await agent.close();
    stop();
  }
};
