// The checks that need real programs. Each is one file in .ci/checks with `title`, `needs`, `check(context)` and perhaps
// `wants`: programs without which it does less.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const isCi = process.env.CI === "true";
process.env.PATH = `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}`;
process.env.NX_DAEMON = "false";

const debianPackages = {
  chromium: "chromium",
  promtool: "prometheus",
  pg_ctlcluster: "postgresql",
  faketime: "faketime",
};
const isThere = (program) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

/** Installs a program from Debian's packages where that is allowed. Says whether it is there in the end. */
const ensure = (program) => {
  if (isThere(program)) return true;
  if (!isCi || process.getuid?.() !== 0) return false;
  process.stdout.write(`Installing ${debianPackages[program]}…\n`);
  const quiet = { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  spawnSync("apt-get", ["update", "-qq"], quiet);
  spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", debianPackages[program]], quiet);
  return isThere(program);
};

const wanted = process.argv[2];
const counts = { passed: 0, failed: 0, skipped: 0 };
for (const file of readdirSync(join(root, ".ci/checks"))
  .filter((name) => name.endsWith(".check.mjs"))
  .sort()) {
  if (wanted && !file.includes(wanted)) continue;
  const { title, needs = [], wants = [], check } = await import(join(root, ".ci/checks", file));
  const missing = needs.filter((program) => !ensure(program));
  for (const program of wants) ensure(program);
  if (missing.length > 0) {
    counts[isCi ? "failed" : "skipped"] += 1;
    process.stdout.write(`${isCi ? "FAIL" : "skip"} ${title}: ${missing.join(", ")} is not installed\n`);
    continue;
  }
  const scratch = mkdtempSync(join(tmpdir(), "trunkline-ci-"));
  const startedMs = Date.now();
  try {
    const note = await check({ root, scratch });
    counts.passed += 1;
    process.stdout.write(
      `ok   ${title}${note ? `: ${note}` : ""} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)\n`,
    );
  } catch (error) {
    counts.failed += 1;
    process.stdout.write(`FAIL ${title}\n${error instanceof Error ? error.stack : error}\n`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exit(counts.failed === 0 ? 0 : 1);
