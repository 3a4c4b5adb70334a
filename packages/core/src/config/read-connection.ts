import type { z } from "zod";
import type { AnyConnector, Connector, EnvVariable, LiveSetup } from "../connector.js";
import type { Issue } from "../errors/connector-error.js";
import type { Environment } from "./limit-value.js";

/** A setup that is not complete, and the variables it lacks. */
export interface MissingSetup {
  /** The setup's title. */
  readonly setup: string;
  readonly variables: readonly string[];
}

/** What the environment says of a connector's `default` connection. */
export type ConnectionSetup<C extends z.ZodType = z.ZodType> =
  | { readonly mode: "live"; readonly config: z.output<C>; readonly setup: string }
  /** `partial`: some variables of a setup are set, so live was probably meant. */
  | { readonly mode: "mock"; readonly missing: readonly MissingSetup[]; readonly partial: boolean }
  /** A setup is complete but its values do not fit; each path is a variable's name. */
  | { readonly mode: "invalid"; readonly setup: string; readonly issues: readonly Issue[] };

/**
 * Reads a connector's variables. The first setup whose variables are all set decides; variables that only other setups
 * name are then left aside. Values are trimmed, empty ones count as not set. Never throws, never shows a value.
 */
export const readConnectionConfig = <C extends z.ZodType>(
  connector: Pick<Connector<C>, "env" | "live" | "config">,
  env: Environment,
): ConnectionSetup<C> => {
  const values = new Map<string, string>();
  for (const name of [...connector.env.map((variable) => variable.name), ...namesOf(connector.live)]) {
    const value = env[name]?.trim();
    if (value) values.set(name, value);
  }
  const complete = connector.live.find(({ variables }) => variables.every((name) => values.has(name)));
  if (!complete) return toMock(connector.live, values);
  const foreign = new Set(namesOf(connector.live).filter((name) => !complete.variables.includes(name)));
  const used = connector.env.filter(({ name }) => values.has(name) && !foreign.has(name));
  const fields = Object.fromEntries(used.map(({ field, name }) => [field, values.get(name)]));
  const parsed = connector.config.safeParse(fields);
  if (parsed.success) return { mode: "live", config: parsed.data, setup: complete.title };
  const issues = parsed.error.issues.map((issue) => toIssue(issue, connector.env, complete, values));
  return { mode: "invalid", setup: complete.title, issues };
};

const namesOf = (setups: AnyConnector["live"]): readonly string[] => setups.flatMap(({ variables }) => variables);

const toMock = (setups: readonly LiveSetup[], values: ReadonlyMap<string, string>) => ({
  mode: "mock" as const,
  missing: setups.map(({ title, variables }) => ({
    setup: title,
    variables: variables.filter((name) => !values.has(name)),
  })),
  partial: namesOf(setups).some((name) => values.has(name)),
});

const toIssue = (
  { path, message }: Pick<z.core.$ZodIssue, "path" | "message">,
  variables: readonly EnvVariable[],
  setup: LiveSetup,
  values: ReadonlyMap<string, string>,
): Issue => {
  // Of several variables for one field, the one that is set is the one to correct.
  const candidates = variables.filter(({ field }) => field === path[0]);
  const variable = candidates.find(({ name }) => values.has(name)) ?? candidates[0];
  const shown = [...values.values()].some((value) => value.length > 3 && message.includes(value))
    ? "does not have the expected form"
    : message;
  return { path: variable?.name ?? setup.variables.join(", "), message: shown };
};
