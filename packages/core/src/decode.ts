import type { z } from "zod";
import { ConnectorError, type Issue } from "./errors/connector-error.js";
import type { Reply } from "./http/transport.js";
import type { ResponseContext } from "./operation-context.js";

/**
 * A tolerant parse followed by a pure map: `decode(ProductWire, toProduct)`.
 * The returned function throws `CONTRACT_VIOLATION` naming the paths that did not fit.
 */
export const decode =
  <W extends z.ZodType, Out, Input = unknown>(
    wire: W,
    map: (value: z.output<W>, context: ResponseContext<Input>) => Out,
  ): ((reply: Reply, context: ResponseContext<Input>) => Out) =>
  (reply, context) =>
    map(parseWire(wire, reply.json()), context);

/**
 * Parses what an upstream sent.
 * @throws ConnectorError `CONTRACT_VIOLATION` naming the paths that did not fit.
 */
export const parseWire = <W extends z.ZodType>(wire: W, value: unknown): z.output<W> => {
  const parsed = wire.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = toIssues(parsed.error);
  throw new ConnectorError("CONTRACT_VIOLATION", {
    message: `The reply does not have the documented shape at ${issues
      .slice(0, 3)
      .map(({ path }) => path || "its root")
      .join(", ")}.`,
    outcome: "executed",
    issues,
  });
};

/** Zod's findings with dotted paths. */
export const toIssues = (error: z.ZodError): readonly Issue[] =>
  error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
