import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ConnectorError, toIssues } from "@trunkline/core";
import { defineHandler, type EventHandler } from "@trunkline/events";
import { z } from "zod";

const call = <F>() => z.custom<F>((value) => typeof value === "function", "must be a function");

const Handler = z.strictObject({
  name: z.string(),
  summary: z.string().min(1),
  on: z.array(z.string().min(1)).min(1),
  concurrency: z.number().int().min(1).max(1_000).optional(),
  maxAttempts: z.number().int().min(1).max(1_000).optional(),
  timeoutMs: z.number().int().min(1).max(3_600_000).optional(),
  priority: z.number().int().min(-32_768).max(32_767).optional(),
  orderingKey: call<NonNullable<EventHandler["orderingKey"]>>().optional(),
  run: call<EventHandler["run"]>(),
});

const Module = z.looseObject({ handlers: z.array(Handler) });

/** Queues of our own: what has the name of one would never start. */
const isTaken = (name: string): boolean => /^(feed|deliveries|schedules|privacy-.*)$/.test(name);

/**
 * Handlers of the operator's own, from ES modules that export `handlers`.
 * @throws ConnectorError `NOT_CONFIGURED` naming the file and what is wrong with it
 */
export const loadHandlers = async (files: readonly string[]): Promise<readonly EventHandler[]> => {
  const loaded = await Promise.all(files.map(loadFile));
  const handlers = loaded.flat();
  const twice = handlers.find(({ name }, at) => handlers.findIndex((other) => other.name === name) !== at);
  if (twice) throw notConfigured(`two handlers are named "${twice.name}"; a name stands for one queue.`);
  const taken = handlers.find(({ name }) => isTaken(name));
  if (taken) throw notConfigured(`"${taken.name}" is the name of a queue of the gateway's own; choose another.`);
  return handlers;
};

const loadFile = async (file: string): Promise<readonly EventHandler[]> => {
  const module: unknown = await import(pathToFileURL(resolve(file)).href).catch((cause: unknown) => {
    throw notConfigured(
      `${file} could not be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    );
  });
  const parsed = Module.safeParse(module);
  if (!parsed.success) {
    const problems = toIssues(parsed.error).map(({ path, message }) => `${path}: ${message}`);
    throw notConfigured(
      `${file} must export handlers, an array of { name, summary, on, run }: ${problems.join("; ")}.`,
    );
  }
  return parsed.data.handlers.map((handler) => {
    try {
      return defineHandler(handler as EventHandler);
    } catch (cause) {
      throw notConfigured(`${file}: ${(cause as Error).message}`, cause);
    }
  });
};

const notConfigured = (reason: string, cause?: unknown): ConnectorError =>
  new ConnectorError("NOT_CONFIGURED", {
    message: `TRUNKLINE_HANDLERS: ${reason}`,
    issues: [{ path: "TRUNKLINE_HANDLERS", message: reason }],
    cause,
  });
