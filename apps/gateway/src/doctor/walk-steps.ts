import {
  type AnyConnector,
  type Connection,
  type ConnectionSetup,
  type LiveStep,
  readConnectionConfig,
} from "@trunkline/core";
import type { Environment } from "../config.js";
import { type Ask, checkCall, createAsk } from "./check-call.js";
import { checkVariables } from "./check-variables.js";
import { type StepOutcome, type StepReport, toReport } from "./step-report.js";

/** What is walked. */
export interface WalkOptions {
  readonly connector: AnyConnector;
  readonly env: Environment;
  /** The live connection, if there is one: without it only variables are looked at. */
  readonly connection?: Connection;
  /** Why there is none although every variable is set. */
  readonly offline?: string;
}

interface Place {
  readonly setup: ConnectionSetup;
  readonly ask?: Ask;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly found?: string;
}

/**
 * Walks a connector's steps in order. Variables are always looked at; a step that calls is reached once everything
 * before it is done. Makes cheap reads and changes nothing.
 */
export const walkLiveSteps = async (options: WalkOptions): Promise<readonly StepReport[]> => {
  const { connector, env, connection } = options;
  const setup = readConnectionConfig(connector, env);
  const settings = setup.mode === "live" ? connector.settings(setup.config) : {};
  let place: Place = { setup, settings, ...(connection && { ask: createAsk(connection) }) };
  const reports: StepReport[] = [];
  for (const step of connector.liveSteps ?? []) {
    const isReached = reports.every(({ state }) => state === "done");
    const { found, ...outcome } = await check(step, isReached, place, options);
    if (found !== undefined) place = { ...place, found };
    reports.push(toReport(connector.id, step, outcome));
  }
  return reports;
};

const check = async (
  step: LiveStep,
  isReached: boolean,
  { setup, ask, settings, found }: Place,
  { connector, env, offline }: WalkOptions,
): Promise<StepOutcome & { readonly found?: string }> => {
  const variables = checkVariables(step, { live: connector.live, env, setup });
  if (step.check.kind === "variables" || variables.state !== "done") return variables;
  if (!isReached) return { state: "not-reached" };
  if (!ask) return { state: "not-reached", ...(offline !== undefined && { says: offline }) };
  return checkCall(step, step.check, { settings, ...(found !== undefined && { found }) }, ask);
};

/** The first step that is not done: what to turn to next. */
export const nextStep = (steps: readonly StepReport[]): StepReport | undefined =>
  steps.find(({ state }) => state !== "done");
