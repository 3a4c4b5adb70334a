import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { lstatSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const title = "each connector installs alone from its tarball and works with ten lines";

const run = (command, args, cwd) => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  assert.equal(status, 0, `${command} ${args.join(" ")}\n${stdout}${stderr}`);
  return stdout;
};

const sizeBytes = (path) => {
  const stat = lstatSync(path);
  return stat.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + sizeBytes(join(path, name)), 0) : stat.size;
};

/** First call of each connector: a read without input that its simulator answers. */
const connectors = [
  { name: "shopify", pascal: "Shopify", call: "shop.get" },
  { name: "zoho-mail", pascal: "ZohoMail", call: "folders.list" },
  { name: "gsc", pascal: "Gsc", call: "sites.list" },
  { name: "bing-wmt", pascal: "BingWmt", call: "sites.list" },
  { name: "ga4", pascal: "Ga4", call: "health.check" },
];

const tenLines = ({ name, pascal, call }) => `
import { create${pascal} } from "@trunkline/${name}";
import { create${pascal}Simulator } from "@trunkline/${name}/simulator";

const simulator = await create${pascal}Simulator();
const client = create${pascal}(simulator.config, { baseUrl: simulator.url });
const answer = await client.${call}();
console.log(answer.ok ? "ok" : JSON.stringify(answer.error));
await client.$close();
await simulator.close();
`;

const pack = (root, scratch, name) => {
  const [{ filename }] = JSON.parse(
    run("npm", ["pack", "--json", "--pack-destination", scratch], join(root, "packages", name)),
  );
  return join(scratch, filename);
};

const installAlone = (scratch, core, connector, tarball) => {
  const project = join(scratch, connector.name);
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "stranger", private: true, type: "module" }));
  run("npm", ["install", "--no-audit", "--no-fund", "--omit=dev", core, tarball], project);
  writeFileSync(join(project, "first-use.mjs"), tenLines(connector));
  assert.equal(run("node", ["first-use.mjs"], project).trim(), "ok", connector.name);
  assert.deepEqual(readdirSync(join(project, "node_modules/@trunkline")).sort(), [connector.name, "core"].sort());
  const megabytes = sizeBytes(join(project, "node_modules")) / 1e6;
  assert.ok(megabytes < 15, `${connector.name}: ${megabytes.toFixed(1)} MB installed`);
  return `${connector.name} ${megabytes.toFixed(1)} MB`;
};

export const check = ({ root, scratch }) => {
  const core = pack(root, scratch, "core");
  return connectors
    .map((connector) => installAlone(scratch, core, connector, pack(root, scratch, connector.name)))
    .join(", ");
};
