import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

export const title = "the Inspector lists and calls tools over standard input and output, in both eras";

const inspect = ({ root, scratch }, era, ...args) => {
  const server = [join(root, "node_modules/.bin/node"), join(root, "apps/gateway/dist/cli.js"), "mcp"];
  const { status, stdout, stderr } = spawnSync(
    "mcp-inspector",
    ["--cli", "-q", ...server, "--protocol-era", era, ...args, "--format", "json"],
    { cwd: scratch, encoding: "utf8", env: { ...process.env, MCP_INSPECTOR_SECRET_STORE: "memory" } },
  );
  assert.equal(status, 0, `${era} ${args.join(" ")}\n${stdout}${stderr}`);
  return JSON.parse(stdout).result;
};

export const check = (context) => {
  for (const era of ["legacy", "modern"]) {
    const { tools } = inspect(context, era, "--method", "tools/list");
    assert.ok(tools.some(({ name }) => name === "search_operations"));
    const args = ["--method", "tools/call", "--tool-name", "call_read", "--tool-args-json"];
    const called = inspect(
      context,
      era,
      ...args,
      JSON.stringify({ operation: "shopify.products.list", arguments: { limit: 2 } }),
    );
    assert.equal(called.structuredContent.data.products.length, 2);
  }
};
