// `tools/call` through the whole gateway (auth on, every operation registered) against a bare Fastify JSON echo and the plain SDK.
// The tool's answer comes from the response cache, so that the upstream's speed does not enter.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";
import { startGateway } from "./lib/gateway.mjs";
import { median, toTable } from "./lib/measure.mjs";

const meta = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
  "io.modelcontextprotocol/clientInfo": { name: "benchmark", version: "1.0.0" },
};
const body = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "tools/call",
  params: { name: "shopify_shop_get", arguments: {}, _meta: meta },
});
const headers = {
  "content-type": "application/json",
  accept: "application/json, text/event-stream",
  "mcp-protocol-version": "2026-07-28",
  "mcp-method": "tools/call",
  "mcp-name": "shopify_shop_get",
};

const load = async ({ url, headers: own = {} }, seconds) => {
  const result = await autocannon({
    url,
    method: "POST",
    body,
    headers: { ...headers, ...own },
    connections: 16,
    duration: seconds,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} not 2xx, ${result.errors} errors`);
  return result.requests.average;
};

const peer = async (kind) => {
  const child = fork(fileURLToPath(new URL("lib/mcp-peers.mjs", import.meta.url)), [kind]);
  const [{ url }] = await once(child, "message");
  return { url, stop: () => child.disconnect() };
};

export const run = async ({ seconds = 3, rounds = 9 } = {}) => {
  const gateway = await startGateway({ TRUNKLINE_RATE_LIMIT: "0", TRUNKLINE_LOG_LEVEL: "silent", TRUNKLINE_FLAGS: "" });
  const [fastify, sdk] = await Promise.all([peer("fastify"), peer("sdk")]);
  const candidates = [
    { name: "bare Fastify JSON echo", ...fastify },
    {
      name: "Trunkline gateway, all operations, auth on",
      url: `${gateway.url}/mcp/all`,
      headers: { authorization: `Bearer ${gateway.key}` },
    },
    { name: "plain MCP SDK on Fastify, one tool, no auth", ...sdk },
  ];
  try {
    for (const candidate of candidates) await load(candidate, 3);
    const rates = candidates.map(() => []);
    for (let round = 0; round < rounds; round += 1)
      for (const [index, candidate] of candidates.entries()) rates[index].push(await load(candidate, seconds));
    const results = candidates.map(({ name }, index) => ({
      name,
      rate: median(rates[index]),
      ratio: median(rates[index].map((rate, round) => rate / rates[0][round])),
    }));
    return {
      title: `MCP \`tools/call\` (2026-07-28, 16 connections, ${rounds} rounds)`,
      table: toTable(results, "requests/s"),
      results,
    };
  } finally {
    fastify.stop();
    sdk.stop();
    await gateway.stop();
  }
};
