// What `npm test` runs after the installation: builds, types, lint, tests, contracts, then the checks of the workspace as a whole.
import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

const steps = [
  ["build", ["nx", "run-many", "-t", "build", "--outputStyle=static"]],
  [
    "typecheck, lint, test, contract",
    ["nx", "run-many", "-t", "typecheck", "lint", "test", "contract", "--outputStyle=static", "--nxBail=false"],
  ],
  ["workspace", ["node", join(root, "tools/check-workspace.mjs")]],
];

const failed = [];
for (const [title, [command, ...args]] of steps) {
  process.stdout.write(`\n== ${title}\n`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) failed.push(title);
  if (title === "build" && status !== 0) break;
}

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const file of globSync("{packages,apps}/*/results/*.json", { cwd: root })) {
  const report = JSON.parse(readFileSync(join(root, file), "utf8"));
  counts.passed += report.numPassedTests;
  counts.failed += report.numFailedTests;
  counts.skipped += report.numPendingTests + (report.numTodoTests ?? 0);
}
const workspaceReport = join(root, "results/workspace.json");
if (existsSync(workspaceReport)) {
  const { passed, failed: broken } = JSON.parse(readFileSync(workspaceReport, "utf8"));
  counts.passed += passed;
  counts.failed += broken;
}

for (const title of failed) process.stdout.write(`Failed: ${title}\n`);
process.stdout.write(
  `\n${counts.passed} passed, ${Math.max(counts.failed, failed.length > 0 ? 1 : 0)} failed, ${counts.skipped} skipped\n`,
);
process.exit(failed.length > 0 || counts.failed > 0 ? 1 : 0);
