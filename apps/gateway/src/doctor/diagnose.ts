import { type AnyConnector, type ConnectionSetup, readConnectionConfig } from "@trunkline/core";
import type { HealthReport, Registry } from "@trunkline/registry";
import type { GatewayConfig } from "../config.js";
import type { ConnectionFailure, OpenConnections } from "../connections.js";
import { standInVariable } from "../stand-in.js";
import type { StepReport } from "./step-report.js";
import { nextStep, walkLiveSteps } from "./walk-steps.js";

/** What the doctor found of one connector. */
export interface Diagnosis {
  readonly connector: string;
  readonly title: string;
  readonly mode: "mock" | "live" | "invalid";
  /** Ways to go live with the variables each still lacks. */
  readonly missing: readonly { readonly setup: string; readonly variables: readonly string[] }[];
  readonly problems: readonly string[];
  /** What an operator should know although it works. */
  readonly notes: readonly string[];
  readonly health?: HealthReport;
  /** The way to a live connection, in order; empty where the connector states none. */
  readonly steps: readonly StepReport[];
  /** Id of the first step that is not done. */
  readonly nextStep?: string;
}

/** What a diagnosis looks at. */
export interface DiagnoseOptions {
  readonly connector: AnyConnector;
  readonly registry: Registry;
  readonly config: Pick<GatewayConfig, "env" | "mode">;
  readonly connections: Pick<OpenConnections, "failures">;
}

/** Finds out how a connector's `default` connection is and what is missing to go live. Only reads. */
export const diagnose = async ({ connector, registry, config, connections }: DiagnoseOptions): Promise<Diagnosis> => {
  const { id, title } = connector;
  const setup = readConnectionConfig(connector, config.env);
  const failure = connections.failures.find((failed) => failed.connector === id);
  const held = registry.connection(id);
  const health = await registry.probe(id);
  const steps = await walkLiveSteps({
    connector,
    env: config.env,
    ...(held?.mode === "live" && { connection: held.connection }),
    ...offlineBecause(config, failure),
  });
  const next = nextStep(steps);
  return {
    connector: id,
    title,
    mode: held?.mode ?? "invalid",
    missing: setup.mode === "mock" ? setup.missing : [],
    problems: [...(failure ? [failure.reason] : []), ...partialOf(setup)],
    notes: held?.mode === "live" ? standInNotes(id, config) : [],
    ...(health && { health }),
    steps,
    ...(next && { nextStep: next.id }),
  };
};

const offlineBecause = (
  { mode }: Pick<GatewayConfig, "mode">,
  failure: ConnectionFailure | undefined,
): { readonly offline?: string } => {
  if (mode === "mock") return { offline: "TRUNKLINE_MODE is mock" };
  return failure ? { offline: failure.reason } : {};
};

const partialOf = (setup: ConnectionSetup): readonly string[] =>
  setup.mode === "mock" && setup.partial ? ["Its credentials are only half set, so it runs on its simulator."] : [];

const standInNotes = (id: string, { env }: Pick<GatewayConfig, "env">): readonly string[] => {
  const name = standInVariable(id);
  return env[name]?.trim() ? [`Not the vendor: ${name} points at a stand-in.`] : [];
};

/** Whether an operator has to act. Being in mock mode is no fault; being live with a step undone is. */
export const needsAttention = ({ mode, problems, health, steps }: Diagnosis): boolean =>
  mode === "invalid" ||
  problems.length > 0 ||
  (health !== undefined && health.state !== "up" && health.state !== "disabled") ||
  (mode === "live" && nextStep(steps) !== undefined);
