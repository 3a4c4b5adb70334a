// `npm run bench`: runs every benchmark, or those named, and writes their tables into README.md with `--write`.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";

const names = ["connector", "google", "mcp", "events", "events-memory", "queue-engines", "cold-start", "install-size"];
const args = process.argv.slice(2);
if (args.includes("--help")) {
  process.stdout.write(
    `npm run bench -- [--write] [--million] [${names.join("|")} …]\n\nMeasures ratios within one run. --write puts the tables into benchmarks/README.md. --million: events-memory goes on to a million events.\n`,
  );
  process.exit(0);
}
const wanted = args.filter((arg) => !arg.startsWith("--"));
const unknown = wanted.find((name) => !names.includes(name));
if (unknown) {
  process.stderr.write(`There is no benchmark "${unknown}"; there are ${names.join(", ")}.\n`);
  process.exit(1);
}

const chosen = wanted.length > 0 ? wanted : names;
if (chosen.length > 1) {
  // Each in a process of its own: the heap and the compiled code that one leaves behind would colour the next.
  for (const name of chosen) {
    const { status } = spawnSync(
      process.execPath,
      [fileURLToPath(import.meta.url), name, ...args.filter((arg) => arg.startsWith("--"))],
      {
        stdio: "inherit",
      },
    );
    if (status !== 0) process.exit(status ?? 1);
  }
  process.exit(0);
}

const readmeFile = fileURLToPath(new URL("README.md", import.meta.url));
for (const name of chosen) {
  const { run } = await import(`./${name}.mjs`);
  const { title, table } = await run();
  process.stdout.write(`\n${title}\n\n${table}\n`);
  if (!args.includes("--write")) continue;
  const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}`;
  const section = `<!-- bench:${name} -->\n### ${title}\n\n${table}\n\n${machine}.\n<!-- /bench -->`;
  const readme = readFileSync(readmeFile, "utf8");
  writeFileSync(readmeFile, readme.replace(new RegExp(`<!-- bench:${name} -->[\\s\\S]*?<!-- /bench -->`), section));
}
