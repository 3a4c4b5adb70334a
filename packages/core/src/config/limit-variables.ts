import { type LimitName, limitSpecs } from "./limits.js";

const prefix = "TRUNKLINE_";

/** Every limit's name. */
export const limitNames = Object.keys(limitSpecs) as readonly LimitName[];

/** `bing-wmt` → `BING_WMT`. */
export const connectorInVariables = (connectorId: string): string => connectorId.toUpperCase().replaceAll("-", "_");

/** The variable that sets a limit, for all connectors or for one: `TRUNKLINE_DEADLINE_MS`, `TRUNKLINE_GSC_DEADLINE_MS`. */
export const limitVariable = (name: LimitName, connectorId?: string): string => {
  const words = name.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase();
  return `${prefix}${connectorId === undefined ? "" : `${connectorInVariables(connectorId)}_`}${words}`;
};
