import type { ConnectionSetup, LiveSetup, LiveStep } from "@trunkline/core";
import type { Environment } from "../config.js";
import type { StepOutcome } from "./step-report.js";

/** What variables are judged by. */
export interface VariablesContext {
  readonly live: readonly LiveSetup[];
  readonly env: Environment;
  readonly setup: ConnectionSetup;
}

/** Whether the variables that a step needs are set and fit. Names variables, never their values. */
export const checkVariables = (
  { needs, help }: Pick<LiveStep, "needs" | "help">,
  context: VariablesContext,
): StepOutcome => {
  if (needs === "previous") return { state: "done" };
  const unfit = unfitting(needs, context);
  if (unfit.length > 0) return { state: "missing", says: unfit.join("; "), todo: [help] };
  const alternatives = alternativesOf(needs, context.live);
  const complete = alternatives.find((names) => names.every((name) => isSet(context.env, name)));
  if (complete) return { state: "done", says: complete.join(", ") };
  const lacking = alternatives.map((names) => names.filter((name) => !isSet(context.env, name)));
  return { state: "missing", says: "not set", todo: [`Set ${orList(lacking)}.`, help] };
};

const isSet = (env: Environment, name: string): boolean => Boolean(env[name]?.trim());

/** The ways to satisfy the step: each setup's share of its variables, with those that no setup knows. */
const alternativesOf = (needs: readonly string[], live: readonly LiveSetup[]): readonly (readonly string[])[] => {
  const shares = live.map(({ variables }) => variables.filter((name) => needs.includes(name)));
  const shared = new Set(shares.flat());
  const always = needs.filter((name) => !shared.has(name));
  const distinct = new Map(shares.filter((names) => names.length > 0).map((names) => [names.join(), names]));
  return distinct.size === 0 ? [always] : [...distinct.values()].map((names) => [...always, ...names]);
};

/** What the configuration's own check says of these variables. */
const unfitting = (needs: readonly string[], { setup }: VariablesContext): readonly string[] =>
  setup.mode === "invalid"
    ? setup.issues
        .filter(({ path }) => path.split(", ").some((name) => needs.includes(name)))
        .map(({ path, message }) => `${path}: ${message}`)
    : [];

const orList = (ways: readonly (readonly string[])[]): string => ways.map((names) => names.join(" and ")).join(", or ");
