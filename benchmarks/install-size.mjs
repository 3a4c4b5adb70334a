// What `npm install` of one connector puts on the disk, beside the vendors' clients.
import { spawnSync } from "node:child_process";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

const sizeBytes = (path) => {
  const stat = lstatSync(path);
  return stat.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + sizeBytes(join(path, name)), 0) : stat.size;
};

const npm = (args, cwd) => {
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm ${args.join(" ")}: ${stderr}`);
  return stdout;
};

const installed = (scratch, name, what) => {
  const project = join(scratch, name);
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "stranger", private: true }));
  npm(["install", "--no-audit", "--no-fund", "--omit=dev", ...what], project);
  const packages = npm(["ls", "--all", "--parseable"], project).trim().split("\n").length - 1;
  return { megabytes: sizeBytes(join(project, "node_modules")) / 1e6, packages };
};

export const run = async () => {
  const scratch = mkdtempSync(join(tmpdir(), "trunkline-size-"));
  try {
    const tarballs = ["core", "shopify"].map((name) => {
      const [{ filename }] = JSON.parse(
        npm(["pack", "--json", "--pack-destination", scratch], join(root, "packages", name)),
      );
      return join(scratch, filename);
    });
    const rows = [
      ["`@trunkline/shopify`", installed(scratch, "trunkline", tarballs)],
      ["`@shopify/shopify-api`", installed(scratch, "shopify-api", ["@shopify/shopify-api@15.0.0"])],
      ["`@googleapis/searchconsole`", installed(scratch, "searchconsole", ["@googleapis/searchconsole@11.0.0"])],
    ];
    return {
      title: "Install size of one connector with its dependencies",
      table: [
        "| | MB | packages |",
        "|---|---:|---:|",
        ...rows.map(([name, { megabytes, packages }]) => `| ${name} | ${megabytes.toFixed(1)} | ${packages} |`),
      ].join("\n"),
      results: { megabytes: rows[0][1].megabytes },
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};
