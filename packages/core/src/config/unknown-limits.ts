import type { Environment } from "./limit-value.js";
import { connectorInVariables, limitNames, limitVariable } from "./limit-variables.js";

/**
 * Variables of the environment that look like a limit but are none, each with what was probably meant:
 * `TRUNKLINE_DEADLNE_MS: did you mean TRUNKLINE_DEADLINE_MS?`. Other `TRUNKLINE_` variables are passed over.
 */
export const unknownLimitVariables = (env: Environment, connectorIds: readonly string[]): string[] => {
  const known = limitNames.flatMap((name) => [
    limitVariable(name),
    ...connectorIds.map((connectorId) => limitVariable(name, connectorId)),
  ]);
  const isKnown = new Set(known);
  return Object.keys(env).flatMap((variable) => {
    if (!variable.toUpperCase().startsWith("TRUNKLINE_") || isKnown.has(variable)) return [];
    const meant = nearest(variable.toUpperCase(), known);
    if (meant !== undefined) return [`${variable}: did you mean ${meant}?`];
    return namesUnknownConnector(variable) ? [`${variable}: ${unknownConnector(connectorIds)}`] : [];
  });
};

const namesUnknownConnector = (variable: string): boolean =>
  limitNames.some((name) => variable.endsWith(limitVariable(name).replace("TRUNKLINE", "")));

const unknownConnector = (connectorIds: readonly string[]): string =>
  connectorIds.length === 0
    ? "there is no such connector"
    : `there is no such connector; there are ${connectorIds.map(connectorInVariables).join(", ")}`;

/** The known name that differs by up to three letters, or lacks its unit and differs by one. */
const nearest = (variable: string, known: readonly string[]): string | undefined => {
  let best: { readonly name: string; readonly slips: number } | undefined;
  for (const name of known) {
    const withoutUnit = editDistance(variable, name.replace(/_(MS|BYTES)$/, ""));
    const slips = Math.min(
      editDistance(variable, name),
      withoutUnit <= 1 ? withoutUnit + 0.5 : Number.POSITIVE_INFINITY,
    );
    if (slips <= 3 && slips < (best?.slips ?? Number.POSITIVE_INFINITY)) best = { name, slips };
  }
  return best?.name;
};

/** Letters to insert, leave out or change to get from one to the other. */
const editDistance = (from: string, to: string): number => {
  if (Math.abs(from.length - to.length) > 3) return Number.POSITIVE_INFINITY;
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const changed = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(changed, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
};
