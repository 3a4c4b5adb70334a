import { formatLimit } from "./limit-value.js";
import { limitNames, limitVariable } from "./limit-variables.js";
import { type LimitSpec, limitSpecs } from "./limits.js";

/** Every limit as a Markdown table for the docs: option, variable, default, range, meaning. */
export const limitsTable = (): string => {
  const rows = limitNames.map((name) => {
    const spec: LimitSpec = limitSpecs[name];
    const [atDefault, min, max] = [spec.default, spec.min, spec.max].map((value) => formatLimit(value, spec.unit));
    return `| \`${name}\` | \`${limitVariable(name)}\` | ${atDefault} | ${min} – ${max} | ${spec.meaning} |`;
  });
  return ["| option | variable | default | range | meaning |", "|---|---|---|---|---|", ...rows, ""].join("\n");
};
