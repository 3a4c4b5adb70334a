import { ConnectorError, toIssues } from "@trunkline/core";
import type { z } from "zod";

/**
 * Input as its schema wants it.
 * @throws ConnectorError `INVALID_INPUT` naming every path that is wrong
 */
export const parseInput = <S extends z.ZodType>(schema: S, given: unknown): z.output<S> => {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issues = toIssues(parsed.error);
  const message = issues.map(({ path, message: reason }) => (path === "" ? reason : `${path}: ${reason}`)).join("; ");
  throw new ConnectorError("INVALID_INPUT", { message, issues });
};
