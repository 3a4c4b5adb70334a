import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { lstatSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const title = "a connector installs alone from its tarball and works with ten lines";

const run = (command, args, cwd) => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  assert.equal(status, 0, `${command} ${args.join(" ")}\n${stdout}${stderr}`);
  return stdout;
};

const sizeBytes = (path) => {
  const stat = lstatSync(path);
  return stat.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + sizeBytes(join(path, name)), 0) : stat.size;
};

const tenLines = `
import { createShopify } from "@trunkline/shopify";
import { createShopifySimulator } from "@trunkline/shopify/simulator";

const simulator = await createShopifySimulator();
const shop = createShopify(simulator.config, { baseUrl: simulator.url });
const answer = await shop.products.list({ limit: 3 });
console.log(answer.ok ? answer.data.products.length : answer.error);
await shop.$close();
await simulator.close();
`;

export const check = ({ root, scratch }) => {
  const tarballs = ["core", "shopify"].map((name) => {
    const [{ filename }] = JSON.parse(
      run("npm", ["pack", "--json", "--pack-destination", scratch], join(root, "packages", name)),
    );
    return join(scratch, filename);
  });
  const project = join(scratch, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "stranger", private: true, type: "module" }));
  run("npm", ["install", "--no-audit", "--no-fund", "--omit=dev", ...tarballs], project);
  writeFileSync(join(project, "first-use.mjs"), tenLines);
  assert.equal(run("node", ["first-use.mjs"], project).trim(), "3");
  assert.deepEqual(readdirSync(join(project, "node_modules/@trunkline")).sort(), ["core", "shopify"]);
  const megabytes = sizeBytes(join(project, "node_modules")) / 1e6;
  assert.ok(megabytes < 15, `${megabytes.toFixed(1)} MB installed`);
  return `${megabytes.toFixed(1)} MB`;
};
