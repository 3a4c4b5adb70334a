// A thousand rows from Search Console and from Google Analytics: our connectors with everything on, Google's own clients
// and bare undici, each on the same bytes from the same loopback server.
import { BetaAnalyticsDataClient } from "@google-analytics/data";
import { auth, searchconsole } from "@googleapis/searchconsole";
import { bind, openConnection } from "@trunkline/core";
import { createGa4 } from "@trunkline/ga4";
import { gsc } from "@trunkline/gsc";
import { Agent, request } from "undici";
import { compare, toTable } from "./lib/measure.mjs";
import { startUpstream } from "./lib/start-upstream.mjs";

const headers = { "content-type": "application/json", accept: "application/json", authorization: "Bearer benchmark" };

/** A login that is never renewed. */
const staticLogin = () => {
  const login = new auth.OAuth2();
  login.setCredentials({ access_token: "benchmark", expiry_date: Date.now() + 86_400_000 });
  return login;
};

const bareUndici = ({ dispatcher, url, body }) => ({
  name: "undici `request` + `JSON.parse`, same pool size",
  work: async () => {
    const reply = await request(url, { method: "POST", dispatcher, headers, body });
    JSON.parse(await reply.body.text());
  },
});

/** The gate works as ever; with Google's 20 queries a second it alone would be measured. */
const roomy = (connector) => ({
  ...connector,
  quotas: {
    ...connector.quotas,
    buckets: connector.quotas.buckets.map((bucket) => ({ ...bucket, capacity: 1e9, refillPerSecond: 1e9 })),
  },
});

const siteUrl = "sc-domain:nordlicht-tee.example";
const days = { startDate: "2026-10-01", endDate: "2026-10-31" };

const searchCandidates = ({ origin, dispatcher }) => {
  const path = `/webmasters/v3/sites/${encodeURIComponent(siteUrl)}/searchAnalytics/query`;
  const requestBody = { ...days, dimensions: ["query", "page"], rowLimit: 1_000 };
  const connection = openConnection(roomy(gsc), { accessToken: "benchmark" }, { baseUrl: origin });
  const ours = bind(gsc.operations, connection);
  const vendor = searchconsole({ version: "v1", rootUrl: `${origin}/`, auth: staticLogin() });
  return {
    candidates: [
      bareUndici({ dispatcher, url: origin + path, body: JSON.stringify(requestBody) }),
      {
        name: "`@trunkline/gsc`, everything on",
        work: async () => {
          const input = { siteUrl, ...days, dimensions: ["query", "page"], limit: 1_000 };
          const answer = await ours.searchAnalytics.query(input, { fresh: true });
          if (!answer.ok) throw new Error(answer.error.message);
        },
      },
      {
        name: "`@googleapis/searchconsole`",
        work: () => vendor.searchanalytics.query({ siteUrl, requestBody }),
      },
    ],
    close: () => ours.$close(),
  };
};

const reportCandidates = ({ origin, port, dispatcher }) => {
  const property = "properties/470100200";
  const asked = {
    dimensions: ["landingPage", "sessionSourceMedium"],
    metrics: ["sessions", "totalUsers", "purchaseRevenue"],
  };
  const body = {
    dimensions: asked.dimensions.map((name) => ({ name })),
    metrics: asked.metrics.map((name) => ({ name })),
    dateRanges: [days],
    limit: 1_000,
    returnPropertyQuota: true,
  };
  const ours = createGa4({ propertyId: "470100200", accessToken: "benchmark" }, { baseUrl: origin });
  const vendor = new BetaAnalyticsDataClient({
    fallback: true,
    protocol: "http",
    apiEndpoint: "127.0.0.1",
    port,
    auth: staticLogin(),
  });
  return {
    candidates: [
      bareUndici({ dispatcher, url: `${origin}/v1beta/${property}:runReport`, body: JSON.stringify(body) }),
      {
        name: "`@trunkline/ga4`, everything on",
        work: async () => {
          const answer = await ours.reports.run({ ...asked, dateRanges: [days], limit: 1_000 }, { fresh: true });
          if (!answer.ok) throw new Error(answer.error.message);
        },
      },
      {
        name: "`@google-analytics/data`, REST",
        work: () => vendor.runReport({ property, ...body }),
      },
    ],
    close: async () => {
      await ours.$close();
      await vendor.close();
    },
  };
};

const measure = async ({ title, reply, toCandidates }, { durationMs, rounds }) => {
  const upstream = await startUpstream(reply);
  const dispatcher = new Agent({ connections: 16 });
  const { candidates, close } = toCandidates({ ...upstream, dispatcher });
  try {
    const tables = [];
    for (const concurrency of [1, 8]) {
      const results = await compare(candidates, { concurrency, durationMs, rounds });
      const heading = concurrency === 1 ? "one call at a time" : `${concurrency} calls at once`;
      tables.push(toTable(results, `calls/s, ${heading}`));
    }
    return `${title}, ${(upstream.bytes / 1024).toFixed(0)} KiB:\n\n${tables.join("\n\n")}`;
  } finally {
    await close();
    await dispatcher.close();
    upstream.stop();
  }
};

const subjects = [
  { title: "Search Console, `searchAnalytics.query`", reply: "search", toCandidates: searchCandidates },
  { title: "Google Analytics, `runReport`", reply: "report", toCandidates: reportCandidates },
];

/** Many short rounds: whatever else the machine does then falls on all candidates of a round alike. */
export const run = async ({ durationMs = 250, rounds = 31 } = {}) => {
  const tables = [];
  for (const subject of subjects) tables.push(await measure(subject, { durationMs, rounds }));
  return { title: `Google: an answer of 1,000 rows (${rounds} rounds)`, table: tables.join("\n\n") };
};
