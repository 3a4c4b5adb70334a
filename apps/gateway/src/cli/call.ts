import { ConnectorError, type Envelope, fromErrorEnvelope } from "@trunkline/core";
import type { Principal } from "../auth/principal.js";
import { withLocalGateway } from "./local-gateway.js";
import { formatError, type Terminal } from "./output.js";
import { askGateway, problemOf } from "./remote.js";

/** What `trunkline call` was given. */
export interface CallFlags {
  readonly connection?: string;
  readonly idempotencyKey?: string;
  readonly deadline?: string;
  readonly url?: string;
  readonly key?: string;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly yes?: boolean;
}

const operator: Principal = Object.freeze({ id: "cli", name: "command line", scopes: Object.freeze(["admin"]) });

/** Runs one operation: on a running gateway with `--url`, else on connections opened for this call. */
export const runCall = async (
  terminal: Terminal,
  operation: string,
  inputText: string,
  flags: CallFlags,
): Promise<void> => {
  const input = parseInput(inputText === "-" ? await terminal.readInput() : inputText);
  const answer =
    flags.url === undefined
      ? await callHere(terminal, operation, input, flags)
      : await callThere(terminal, operation, input, flags);
  if (answer) print(terminal, answer, flags.json ?? false);
};

const parseInput = (text: string): unknown => {
  try {
    return JSON.parse(text.trim() === "" ? "{}" : text);
  } catch (cause) {
    throw new ConnectorError("MALFORMED_REQUEST", {
      message: `The input is not JSON: ${cause instanceof Error ? cause.message : "it cannot be parsed"}.`,
      help: `Quote it for the shell, e.g. trunkline call shopify.products.list '{"limit":5}', or pipe it and write - in its place.`,
    });
  }
};

const callHere = (
  terminal: Terminal,
  operation: string,
  input: unknown,
  flags: CallFlags,
): Promise<Envelope<unknown> | undefined> =>
  withLocalGateway(terminal, async ({ gateway }) => {
    const entry = gateway.registry.operation(operation);
    const mode = entry && gateway.registry.connection(entry.connector, flags.connection)?.mode;
    if (entry?.effect === "destroy" && mode === "live" && !flags.yes)
      throw new ConnectorError("REJECTED", {
        message: `${operation} cannot be undone and this connection is live.`,
        help: "Repeat the command with --yes if that is what you want.",
      });
    const call = {
      principal: operator,
      operation,
      input,
      connection: flags.connection,
      idempotencyKey: flags.idempotencyKey,
      ...(flags.deadline !== undefined && { deadlineMs: Number(flags.deadline) * 1000 }),
      onProgress: ({ done, total, message }: { done: number; total?: number; message?: string }) =>
        terminal.err(`… ${message ?? "working"} ${done}${total === undefined ? "" : ` of ${total}`}`),
    };
    if (!flags.all) return gateway.call(call);
    for await (const item of gateway.items(call)) terminal.out(JSON.stringify(item));
    return undefined;
  });

const callThere = async (
  terminal: Terminal,
  operation: string,
  input: unknown,
  flags: CallFlags,
): Promise<Envelope<unknown> | undefined> => {
  const response = await askGateway(terminal, flags, {
    method: "POST",
    path: `/v1/${operation.replaceAll(".", "/")}`,
    headers: {
      ...(flags.all && { accept: "application/x-ndjson" }),
      ...(flags.idempotencyKey !== undefined && { "idempotency-key": flags.idempotencyKey }),
      ...(flags.connection !== undefined && { "x-trunkline-connection": flags.connection }),
      ...(flags.deadline !== undefined && { "x-trunkline-deadline-ms": String(Number(flags.deadline) * 1000) }),
    },
    body: input,
  });
  if (!response.ok) throw fromErrorEnvelope(await problemOf(response));
  if (!flags.all) return (await response.json()) as Envelope<unknown>;
  for await (const part of response.body ?? []) terminal.outPart(Buffer.from(part as Uint8Array).toString("utf8"));
  return undefined;
};

const print = (terminal: Terminal, answer: Envelope<unknown>, json: boolean): void => {
  if (!answer.ok) terminal.setExitCode(1);
  if (json) return terminal.out(JSON.stringify(answer, undefined, 2));
  if (!answer.ok) return terminal.err(formatError(answer.error));
  for (const warning of answer.warnings) terminal.err(`warning ${warning.code}: ${warning.message}`);
  terminal.out(JSON.stringify(answer.data, undefined, 2));
};
