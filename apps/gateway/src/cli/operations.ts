import { ConnectorError } from "@trunkline/core";
import { type ConnectorEntry, type OperationEntry, toConnectorEntry } from "@trunkline/registry";
import { servedConnectors } from "../connectors.js";
import { formatTable, type Terminal } from "./output.js";

/** What `trunkline operations` was given. */
export interface OperationsFlags {
  readonly connector?: string;
  readonly effect?: string;
  readonly json?: boolean;
}

/** Lists operations, or shows one with its schemas. */
export const runOperations = (terminal: Terminal, id: string | undefined, flags: OperationsFlags): void => {
  const connectors = servedConnectors.map(({ connector }) => toConnectorEntry(connector));
  const all = connectors.flatMap(({ operations }) => operations);
  if (id === undefined)
    return list(
      terminal,
      all.filter((entry) => matches(entry, flags)),
      flags.json ?? false,
    );
  const found = all.find((entry) => entry.id === id);
  if (found) return show(terminal, found, flags.json ?? false);
  const within = all.filter((entry) => entry.id.startsWith(`${id}.`));
  if (within.length > 0) return list(terminal, within, flags.json ?? false);
  throw unknownOperation(id, connectors);
};

const matches = (entry: OperationEntry, { connector, effect }: OperationsFlags): boolean =>
  (connector === undefined || entry.connector === connector) && (effect === undefined || entry.effect === effect);

const list = (terminal: Terminal, entries: readonly OperationEntry[], json: boolean): void =>
  json
    ? terminal.out(JSON.stringify(entries.map(toPublished), undefined, 2))
    : terminal.out(
        formatTable(
          ["operation", "effect", "what it does"],
          entries.map(({ id, effect, summary }) => [id, effect, summary]),
        ),
      );

const show = (terminal: Terminal, entry: OperationEntry, json: boolean): void => {
  if (json) return terminal.out(JSON.stringify(toPublished(entry), undefined, 2));
  const { id, summary, description, docs, effect, idempotency, scopes, examples, hash, inputSchema, outputSchema } =
    entry;
  const example = examples[0]?.input ?? {};
  terminal.out(
    [
      `${id} — ${summary}`,
      ...(description === undefined ? [] : [description]),
      "",
      `effect       ${effect}${effect === "read" ? "" : `, repeating it: ${idempotency}`}`,
      `needs        ${scopes.length === 0 ? "no particular scope" : scopes.map((scope) => (typeof scope === "string" ? scope : scope.join(" or "))).join(", ")}`,
      `vendor page  ${docs}`,
      `contract     ${hash.slice(0, 16)}`,
      "",
      `trunkline call ${id} '${JSON.stringify(example)}'`,
      "",
      `input ${JSON.stringify(inputSchema, undefined, 2)}`,
      "",
      `output ${JSON.stringify(outputSchema, undefined, 2)}`,
    ].join("\n"),
  );
};

const toPublished = ({ operation: _, ...published }: OperationEntry) => published;

const unknownOperation = (id: string, connectors: readonly ConnectorEntry[]): ConnectorError => {
  const word = id.split(".").at(-1)?.toLowerCase() ?? "";
  const near = connectors
    .flatMap(({ operations }) => operations)
    .filter((entry) => word.length > 2 && entry.id.toLowerCase().includes(word))
    .slice(0, 3);
  return new ConnectorError("UNKNOWN_OPERATION", {
    message: `There is no operation "${id}".`,
    help:
      near.length > 0
        ? `Did you mean ${near.map((entry) => entry.id).join(", ")}?`
        : "`trunkline operations` lists them all.",
  });
};
