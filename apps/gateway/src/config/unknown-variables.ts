import { limitSpecs, unknownLimitVariables } from "@trunkline/core";
import type { Environment } from "../config.js";
import { standInVariable } from "../stand-in.js";
import { variables } from "./variables.js";

/** Read by the command line or by tests, not by the gateway. */
const elsewhere = ["TRUNKLINE_API_KEY", "TRUNKLINE_RECORDINGS"];

/**
 * Variables that begin with `TRUNKLINE_` but mean nothing to gateway or connectors, each with what is wrong: a misspelt
 * limit would otherwise be passed over in silence.
 */
export const unknownVariables = (env: Environment, connectorIds: readonly string[]): readonly string[] => {
  const own = new Set([
    ...Object.values(variables).map(({ name }) => name as string),
    ...connectorIds.map(standInVariable),
    ...elsewhere,
  ]);
  const set = Object.fromEntries(
    Object.entries(env).filter(([name]) => name.startsWith("TRUNKLINE_") && !own.has(name)),
  );
  const misspelt = unknownLimitVariables(set, connectorIds);
  const explained = new Set(misspelt.map((finding) => finding.split(":", 1)[0]));
  const rest = Object.keys(set).filter((name) => !explained.has(name) && !isLimit(name));
  return [...misspelt, ...rest.map((name) => `${name}: the gateway has no such variable`)];
};

const limitEndings = Object.keys(limitSpecs).map((name) =>
  name.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase(),
);

/** Whether it ends as a limit does; whether the connector before it exists is core's to say. */
const isLimit = (name: string): boolean => limitEndings.some((ending) => name.endsWith(`_${ending}`));
