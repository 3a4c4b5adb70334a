// Runs the official MCP conformance suite and the official inspector against the gateway's MCP endpoint:
//   node apps/gateway/test/conformance/run.mjs [--verbose]
// Exit code 0: everything passed. Needs Node 22 or later.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const verbose = process.argv.includes("--verbose");
const results = mkdtempSync(join(tmpdir(), "mcp-conformance-"));

/** Scenarios that a server passes as it is, without anything exposed for the suite. */
const plainScenarios = [
  "tools-list",
  "resources-list",
  "prompts-list",
  "caching",
  "dns-rebinding-protection",
  "http-header-validation",
  "sep-2164-resource-not-found",
  "server-stateless",
];

const binaryOf = (name, bin) => {
  const folders = (require.resolve.paths(name) ?? []).map((folder) => join(folder, name));
  const home = folders.find((folder) => existsSync(join(folder, "package.json")));
  if (home === undefined) throw new Error(`${name} is not installed.`);
  const manifest = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  return join(home, typeof manifest.bin === "string" ? manifest.bin : manifest.bin[bin]);
};

const conformance = binaryOf("@modelcontextprotocol/conformance", "conformance");
const inspector = binaryOf("@modelcontextprotocol/inspector", "mcp-inspector");

const run = async (args) => {
  const child = spawn(process.execPath, args, {
    cwd: results,
    env: { ...process.env, MCP_INSPECTOR_SECRET_STORE: "memory", NO_COLOR: "1" },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (output += part));
  const [code] = await once(child, "close");
  return { code, output };
};

const serve = async (flags, use) => {
  const child = spawn(
    process.execPath,
    ["--import", join(here, "source-hooks.mjs"), join(here, "server.ts"), ...flags],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  try {
    const [url] = await Promise.race([
      once(createInterface(child.stdout), "line"),
      once(child, "exit").then(() => Promise.reject(new Error("The server did not start."))),
    ]);
    await use(url);
  } finally {
    child.kill();
  }
};

const failed = [];
const report = (title, ok, output) => {
  process.stdout.write(`${ok ? "pass" : "FAIL"}  ${title}\n`);
  if (!ok) failed.push(title);
  if (!ok || verbose) process.stdout.write(`${output.trim()}\n`);
};

/** Lines of the suite's own summary, one per scenario. */
const passedIn = (output) =>
  (output.split("=== SUMMARY ===")[1] ?? "").split("\n").filter((line) => line.startsWith("✓")).length;

const requirements = async (url, revision, extra = []) => {
  const { code, output } = await run([
    conformance,
    "server",
    "--url",
    url,
    "--requirements",
    revision,
    "-o",
    join(results, revision),
    ...extra,
  ]);
  report(
    `conformance ${revision}, scored scenarios (${passedIn(output)} passed, unscored ones included)`,
    code === 0,
    output,
  );
};

const inspect = async (url, title, args, check) => {
  const { code, output } = await run([
    inspector,
    "--cli",
    "-q",
    url,
    "--transport",
    "http",
    ...args,
    "--format",
    "json",
  ]);
  report(`inspector ${title}`, code === 0 && check(output), output);
};

await serve(["--fixtures"], async (url) => {
  await requirements(url, "2026-07-28");
  await requirements(url, "2025-11-25", ["--expected-failures", join(here, "baseline-2025-11-25.yml")]);
});
await serve([], async (url) => {
  for (const scenario of plainScenarios) {
    const baseline = scenario === "server-stateless" ? ["--expected-failures", join(here, "baseline-plain.yml")] : [];
    const args = ["--scenario", scenario, "--spec-version", "2026-07-28", "-o", join(results, "plain"), ...baseline];
    const { code, output } = await run([conformance, "server", "--url", url, ...args]);
    report(`as served: ${scenario}`, code === 0, output);
  }
  for (const era of ["legacy", "modern"]) {
    await inspect(url, `${era} tools/list`, ["--protocol-era", era, "--method", "tools/list"], (output) =>
      output.includes("search_operations"),
    );
    const call = ["--method", "tools/call", "--tool-name", "list_connections", "--tool-args-json", "{}"];
    await inspect(url, `${era} tools/call`, ["--protocol-era", era, ...call], (output) =>
      output.includes("connections"),
    );
  }
  await inspect(url, "schema portability", ["--method", "tools/list", "--strict"], () => true);
});

rmSync(results, { recursive: true, force: true });
process.stdout.write(failed.length === 0 ? "\nAll passed.\n" : `\n${failed.length} failed: ${failed.join("; ")}\n`);
process.exit(failed.length === 0 ? 0 : 1);
