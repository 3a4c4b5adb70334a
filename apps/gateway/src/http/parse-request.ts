import { ConnectorError, toIssues } from "@trunkline/core";
import type { z } from "zod";

/**
 * A part of a request as its schema says.
 * @throws ConnectorError `INVALID_INPUT` naming every path that does not fit.
 */
export const parseRequest = <S extends z.ZodType>(schema: S, value: unknown): z.output<S> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = toIssues(parsed.error);
  throw new ConnectorError("INVALID_INPUT", {
    message: `The request does not fit: ${issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; ")}.`,
    issues,
  });
};
