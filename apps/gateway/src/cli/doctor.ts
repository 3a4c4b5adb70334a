import { type ConnectionSetup, readConnectionConfig } from "@trunkline/core";
import type { HealthReport } from "@trunkline/registry";
import { unknownVariables } from "../config/unknown-variables.js";
import { servedConnectors } from "../connectors.js";
import { type LocalGateway, withLocalGateway } from "./local-gateway.js";
import type { Terminal } from "./output.js";

/** What the doctor found of one connector. */
export interface Diagnosis {
  readonly connector: string;
  readonly title: string;
  readonly mode: "mock" | "live" | "invalid";
  /** Ways to go live with the variables each still lacks. */
  readonly missing: readonly { readonly setup: string; readonly variables: readonly string[] }[];
  readonly problems: readonly string[];
  readonly health?: HealthReport;
}

/** Says which connection is mock or live, which variable is missing, and what a probe answers. Exit code 1 when something is wrong. */
export const runDoctor = (
  terminal: Terminal,
  flags: { readonly json?: boolean; readonly connector?: string },
): Promise<void> =>
  withLocalGateway(terminal, async (local) => {
    const wanted = servedConnectors.filter(
      ({ connector }) => flags.connector === undefined || connector.id === flags.connector,
    );
    const diagnoses = await Promise.all(wanted.map(({ connector }) => diagnose(local, connector.id)));
    const misspelt = unknownVariables(
      local.config.env,
      servedConnectors.map(({ connector }) => connector.id),
    );
    const wrong = misspelt.length > 0 || diagnoses.some(isWrong);
    if (wrong) terminal.setExitCode(1);
    if (flags.json)
      return terminal.out(
        JSON.stringify({ ok: !wrong, node: process.version, connections: diagnoses, misspelt }, undefined, 2),
      );
    terminal.out(
      `Node ${process.version}, data in ${local.config.dataDir}, auth ${local.config.auth}, mode ${local.config.mode}`,
    );
    for (const diagnosis of diagnoses) terminal.out(`\n${format(diagnosis)}`);
    for (const variable of misspelt) terminal.out(`\n✗ ${variable}`);
    terminal.out(wrong ? "\nSomething needs attention, see ✗." : "\nEverything works.");
  });

const isWrong = ({ mode, problems, health }: Diagnosis): boolean =>
  mode === "invalid" ||
  problems.length > 0 ||
  (health !== undefined && health.state !== "up" && health.state !== "disabled");

const diagnose = async ({ gateway, config, connections }: LocalGateway, id: string): Promise<Diagnosis> => {
  const served = servedConnectors.find(({ connector }) => connector.id === id);
  if (!served) throw new TypeError(`no connector ${id}`);
  const { connector } = served;
  const setup = readConnectionConfig(connector, config.env);
  const failure = connections.failures.find((failed) => failed.connector === id);
  const health = await gateway.registry.probe(id);
  return {
    connector: id,
    title: connector.title,
    mode: gateway.registry.connection(id)?.mode ?? "invalid",
    missing: missingOf(setup),
    problems: [...(failure ? [failure.reason] : []), ...partialOf(setup)],
    ...(health && { health }),
  };
};

const missingOf = (setup: ConnectionSetup) => (setup.mode === "mock" ? setup.missing : []);

const partialOf = (setup: ConnectionSetup): readonly string[] =>
  setup.mode === "mock" && setup.partial ? ["Its credentials are only half set, so it runs on its simulator."] : [];

const format = ({ title, connector, mode, missing, problems, health }: Diagnosis): string => {
  const works = health?.state === "up";
  const head = `${works ? "✓" : "✗"} ${title} (${connector}): ${mode === "invalid" ? "not connected" : mode}${health ? `, ${health.state}` : ""}`;
  const probe = health?.probe
    ? [
        `  probe ${health.probe.ok ? "answered" : "failed"} in ${health.probe.durationMs} ms, API version ${health.apiVersion}`,
      ]
    : [];
  const reason = health?.reason === undefined ? [] : [`  ${health.reason}`];
  const toGoLive =
    mode === "live"
      ? []
      : missing.map(
          ({ setup, variables }, index) =>
            `  ${index === 0 ? "to go live set" : "or         set"} ${variables.join(", ")}  (${setup})`,
        );
  return [head, ...probe, ...reason, ...problems.map((problem) => `  ✗ ${problem}`), ...toGoLive].join("\n");
};
