// Entry of `npm start`, `npm test`, `npm run bench` and the demos. Runs on Node 20 and newer without anything installed:
// installs what is missing, then does the work on the Node version that the workspace pins.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = join(root, "node_modules", ".bin");
const stampFile = join(root, "node_modules", ".trunkline-lock-hash");
const env = {
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH}`,
  NX_DAEMON: "false",
  NX_TUI: "false",
  FORCE_COLOR: process.env.FORCE_COLOR ?? "0",
};

const fail = (sentence) => {
  process.stderr.write(`trunkline: ${sentence}\n`);
  process.exit(1);
};

const run = (command, args, options = {}) => {
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: "inherit", ...options });
  if (error) fail(`could not run ${command}: ${error.message}`);
  return status ?? 1;
};

const lockHash = () =>
  createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");

const install = () => {
  const hash = lockHash();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === hash && existsSync(join(bin, "node"))) return;
  process.stdout.write("Installing dependencies (once, about a minute)…\n");
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  // Not `npm ci`: it refuses a lockfile that lacks the binaries of other platforms. This keeps to the lockfile and leaves it as it is.
  if (run("npm", ["install", "--no-save", ...quiet]) !== 0)
    fail("npm install failed; see its message above, then try again.");
  mkdirSync(join(root, "node_modules"), { recursive: true });
  writeFileSync(stampFile, hash);
};

const nx = (...args) => run(join(bin, "nx"), [...args, "--outputStyle=static"]);

const build = (projects) => {
  if (nx("run-many", "-t", "build", ...(projects ? ["-p", projects] : [])) !== 0) fail("the build failed; see above.");
};

/** Runs until it ends by itself or by a signal, which it is given the time to handle. */
const serve = (args) => {
  const child = spawn(join(bin, "node"), args, { cwd: root, env, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 0)));
};

const tasks = {
  start: (args) => {
    build("@trunkline/gateway");
    serve([join(root, "apps/gateway/dist/cli.js"), "start", ...args]);
  },
  test: () => process.exit(run(join(bin, "node"), [join(root, "tools/test.mjs")])),
  bench: (args) => {
    build();
    serve([join(root, "benchmarks/run.mjs"), ...args]);
  },
  chaos: (args) => {
    if (!args.includes("--help")) build("@trunkline/gateway");
    serve([join(root, "chaos/run.mjs"), ...args]);
  },
  "demo:resilience": (args) => {
    build("@trunkline/shopify");
    serve([join(root, "tools/demo-resilience.mjs"), ...args]);
  },
};

const [task, ...args] = process.argv.slice(2);
const work = tasks[task];
if (!work) fail(`no task "${task}"; there are ${Object.keys(tasks).join(", ")}.`);
const [major] = process.versions.node.split(".").map(Number);
if (major < 20) fail(`Node ${process.versions.node} is too old to install with; use Node 20 or newer.`);
install();
work(args);
