// From the start of the process to the first answer over MCP, in mock mode, simulator included.
import { readFileSync } from "node:fs";
import { startGateway } from "./lib/gateway.mjs";
import { median } from "./lib/measure.mjs";

const once = async () => {
  const startedMs = performance.now();
  const gateway = await startGateway({ TRUNKLINE_LOG_LEVEL: "silent" });
  try {
    const response = await fetch(`${gateway.url}/mcp`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        authorization: `Bearer ${gateway.key}`,
        "mcp-protocol-version": "2026-07-28",
        "mcp-method": "tools/list",
      },
      body: JSON.stringify({
        jsonrpc: "2.0",
        id: 1,
        method: "tools/list",
        params: {
          _meta: {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {},
          },
        },
      }),
    });
    const text = await response.text();
    if (!text.includes("search_operations"))
      throw new Error(`unexpected answer: ${response.status} ${text.slice(0, 200)}`);
    const elapsedMs = performance.now() - startedMs;
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${gateway.pid}/status`, "utf8"));
    return { elapsedMs, rssMb: rss ? Number(rss[1]) / 1024 : undefined };
  } finally {
    await gateway.stop();
  }
};

export const run = async ({ runs = 7 } = {}) => {
  const all = [];
  for (let number = 0; number < runs; number += 1) all.push(await once());
  const times = all.map(({ elapsedMs }) => elapsedMs);
  const memory = all.flatMap(({ rssMb }) => (rssMb === undefined ? [] : [rssMb]));
  return {
    title: `Cold start, gateway process to first MCP answer (${runs} runs)`,
    table: [
      "| | median | fastest | slowest |",
      "|---|---:|---:|---:|",
      `| time | ${(median(times) / 1000).toFixed(2)} s | ${(Math.min(...times) / 1000).toFixed(2)} s | ${(Math.max(...times) / 1000).toFixed(2)} s |`,
      ...(memory.length > 0
        ? [
            `| memory (RSS) after it | ${Math.round(median(memory))} MB | ${Math.round(Math.min(...memory))} MB | ${Math.round(Math.max(...memory))} MB |`,
          ]
        : []),
    ].join("\n"),
    results: { seconds: median(times) / 1000 },
  };
};
