import { dirname } from "node:path";

const run = (command, { env, ...more } = {}) => ({
  executor: "nx:run-commands",
  options: { command, cwd: "{projectRoot}", ...(env && { env }) },
  cache: true,
  ...more,
});

const up = (root) => "../".repeat(root.split("/").length);
const sources = ["default", "^default", "{workspaceRoot}/tsconfig.base.json"];

/** The same target names in every package, described here once. */
const targetsOf = (root) => {
  const top = up(root);
  const vitest = (report) =>
    `vitest run --config ${top}vitest.config.ts --root . --passWithNoTests --reporter=default --reporter=json --outputFile.json=results/${report}.json`;
  return {
    build: run(`tsup --config ${top}tsup.config.ts --silent && tsc -p tsconfig.build.json`, {
      dependsOn: ["^build"],
      inputs: ["production", "^production", "{workspaceRoot}/tsup.config.ts", "{workspaceRoot}/tsconfig.*.json"],
      outputs: ["{projectRoot}/dist"],
    }),
    typecheck: run("tsc -p tsconfig.json --noEmit", { inputs: sources }),
    lint: run("biome check --error-on-warnings .", { inputs: ["default", "{workspaceRoot}/biome.json"] }),
    test: run(vitest("test"), {
      inputs: [...sources, "{workspaceRoot}/vitest.config.ts"],
      outputs: ["{projectRoot}/results/test.json"],
    }),
    contract: run(`${vitest("contract")} test/contract.test.ts`, {
      inputs: [...sources, "{workspaceRoot}/vitest.config.ts"],
      outputs: ["{projectRoot}/results/contract.json"],
      env: { VITEST_CONTRACT: "1" },
    }),
  };
};

/** Nx plugin: infers the workspace's targets for each package and app that has a manifest. */
export const createNodesV2 = [
  "{packages,apps}/*/package.json",
  (files) =>
    files.map((file) => [
      file,
      { projects: { [dirname(file)]: { root: dirname(file), targets: targetsOf(dirname(file)) } } },
    ]),
];
export const name = "trunkline-targets";
