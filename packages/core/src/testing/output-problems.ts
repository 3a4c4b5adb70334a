import { z } from "zod";
import type { AnyOperation } from "../operation.js";

/** What is wrong with an output by its own schema; empty when it is exactly what is promised, and nothing more. */
export const outputProblems = (operation: AnyOperation, data: unknown): readonly string[] => {
  const parsed = operation.output.safeParse(data);
  if (!parsed.success) return [z.prettifyError(parsed.error)];
  const given = canonical(data);
  return canonical(parsed.data) === given ? [] : [`has fields that the schema does not: ${given}`];
};

/** As JSON with sorted keys: the schema decides their order, which means nothing. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, child: unknown) =>
    typeof child === "object" && child !== null && !Array.isArray(child)
      ? Object.fromEntries(Object.entries(child).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : child,
  );
