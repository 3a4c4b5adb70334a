// Checks of the workspace as a whole: direction of dependencies, one file list for connectors, package quality,
// unused exports, formatting of the root, generated documents.
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const connectors = ["shopify", "zoho-mail", "gsc", "bing-wmt", "ga4"];
const readManifest = (folder) => JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
const packages = globSync("{packages,apps}/*", { cwd: root })
  .filter((folder) => existsSync(join(root, folder, "package.json")))
  .sort();

/** Which packages of ours a package may depend on. The one direction of dependency, as data. */
const mayDependOn = {
  core: [],
  registry: ["core"],
  store: [],
  events: ["core", "store"],
  sync: ["core", "store", "events"],
  secrets: ["core"],
  ...Object.fromEntries(connectors.map((connector) => [connector, ["core"]])),
};

const direction = () =>
  packages.flatMap((folder) => {
    const { name, dependencies = {}, peerDependencies = {}, devDependencies = {} } = readManifest(folder);
    const allowed = mayDependOn[name.replace("@trunkline/", "")];
    if (!allowed) return [];
    return Object.keys({ ...dependencies, ...peerDependencies, ...devDependencies })
      .filter((other) => other.startsWith("@trunkline/") && !allowed.includes(other.replace("@trunkline/", "")))
      .map((other) => `${name} must not depend on ${other}`);
  });

const crossingImport = /from "(?:\.\.\/)+(?:packages|apps)\/|from "@trunkline\/[a-z-]+\/(?:src|dist)\//;
const crossings = () =>
  globSync("{packages,apps,benchmarks}/**/*.{ts,mjs}", { cwd: root, exclude: (path) => /node_modules|dist/.test(path) })
    .filter((file) => crossingImport.test(readFileSync(join(root, file), "utf8")))
    .map((file) => `${file} reaches into another package's files`);

/** Every connector has the required files; nothing else lies at the top of its src. */
const requiredFiles = [
  "README.md",
  "src/index.ts",
  "src/connector.ts",
  "src/config.ts",
  "src/auth.ts",
  "src/errors.ts",
  "src/quotas.ts",
  "src/live-steps.ts",
  "src/wire",
  "src/operations/index.ts",
  "src/schemas",
  "src/simulator/index.ts",
  "fixtures",
  "test/contract.test.ts",
];
const topOfSource = [
  "auth",
  "config",
  "connector",
  "errors",
  "index",
  "live-steps",
  "operations",
  "polls",
  "quotas",
  "schemas",
  "simulator",
  "webhooks",
  "wire",
];
const fileList = () =>
  connectors
    .filter((connector) => existsSync(join(root, "packages", connector)))
    .flatMap((connector) => {
      const folder = join(root, "packages", connector);
      const missing = requiredFiles
        .filter((file) => !existsSync(join(folder, file)))
        .map((file) => `packages/${connector}/${file} is missing`);
      const extra = readdirSync(join(folder, "src"))
        .filter((name) => !topOfSource.includes(name.replace(/(\.test)?\.ts$/, "")))
        .map((name) => `packages/${connector}/src/${name} is not on the connectors' file list`);
      return [...missing, ...extra];
    });

const command = (executable, args, cwd = root) => {
  const { status, stdout, stderr } = spawnSync(executable, args, { cwd, encoding: "utf8" });
  return status === 0 ? [] : [`${executable} ${args.join(" ")}\n${stdout}${stderr}`];
};

const publishable = packages.filter((folder) => !readManifest(folder).private);

const checks = [
  ["dependencies point one way", direction],
  ["no import reaches into another package", crossings],
  ["connectors share one file list", fileList],
  ["the root is formatted and linted", () => command("biome", ["check", "--error-on-warnings", "."])],
  ["no unused files, exports or dependencies", () => command("knip", [])],
  ["generated documents are current", () => command("node", [join(root, "tools/generate.mjs"), "--check"])],
  ...publishable.map((folder) => [
    `${folder} is publishable (publint)`,
    () => command("publint", ["run", "--strict", folder]),
  ]),
  ...publishable.map((folder) => [
    `${folder} resolves with types (attw)`,
    () => command("attw", ["--pack", folder, "--profile", "esm-only", "--no-emoji"]),
  ]),
];

let failed = 0;
for (const [title, check] of checks) {
  const problems = check();
  if (problems.length > 0) failed += 1;
  process.stdout.write(
    `${problems.length === 0 ? "ok  " : "FAIL"} ${title}\n${problems.map((problem) => `     ${problem}\n`).join("")}`,
  );
}
mkdirSync(join(root, "results"), { recursive: true });
writeFileSync(join(root, "results/workspace.json"), JSON.stringify({ passed: checks.length - failed, failed }));
process.exit(failed === 0 ? 0 : 1);
