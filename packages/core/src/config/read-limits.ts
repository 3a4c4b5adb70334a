import { ConnectorError, type Issue } from "../errors/connector-error.js";
import { type Environment, limitValue } from "./limit-value.js";
import { limitNames, limitVariable } from "./limit-variables.js";
import { defaultLimits, type LimitName, type Limits, limitSpecs } from "./limits.js";

export { unknownLimitVariables } from "./unknown-limits.js";

/**
 * The limits that the environment sets: `TRUNKLINE_<NAME>` for all connectors, `TRUNKLINE_<CONNECTOR>_<NAME>` for one,
 * which wins. An empty value counts as not set.
 * @throws ConnectorError `NOT_CONFIGURED` naming every variable that cannot be used and what it may be.
 */
export const readLimits = (env: Environment, connectorId?: string): Partial<Limits> => {
  const issues: Issue[] = [];
  const limits: Partial<Record<LimitName, number>> = {};
  for (const name of limitNames) {
    const variables = [limitVariable(name), ...(connectorId === undefined ? [] : [limitVariable(name, connectorId)])];
    for (const variable of variables) {
      const text = env[variable]?.trim();
      if (!text) continue;
      const parsed = limitValue(limitSpecs[name]).safeParse(text);
      if (parsed.success) limits[name] = parsed.data;
      else issues.push({ path: variable, message: parsed.error.issues[0]?.message ?? "is not a limit" });
    }
  }
  if (issues.length > 0) throw badLimits(issues);
  return limits;
};

const badLimits = (issues: readonly Issue[]): ConnectorError =>
  new ConnectorError("NOT_CONFIGURED", {
    message: `Limits in the environment cannot be used: ${issues.map(({ path, message }) => `${path} ${message}`).join("; ")}.`,
    issues,
    help: "Correct or unset the variables named.",
  });

/** Every limit: those given, the others at their default. A value of `undefined` counts as not given. */
export const completeLimits = (partial: Partial<Limits>): Limits => {
  const given = Object.entries(partial).filter(([, value]) => value !== undefined);
  return Object.freeze({ ...defaultLimits, ...Object.fromEntries(given) });
};
