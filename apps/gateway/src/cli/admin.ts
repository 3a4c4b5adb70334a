import { ConnectorError, type ErrorEnvelope, fromErrorEnvelope, type Progress } from "@trunkline/core";
import type { JsonSchema } from "@trunkline/registry";
import { type AnyAdminAction, pathFields } from "../admin/action.js";
import { progressType } from "../admin/rest.js";
import { parseQueryInput } from "../rest/query-input.js";
import { formatTable, type Terminal } from "./output.js";
import { toProgressLine } from "./progress-bar.js";
import { askGateway, problemOf, type RemoteFlags } from "./remote.js";

/** What the command of an action was given beside its input. */
export interface ActionFlags extends RemoteFlags {
  readonly json?: boolean;
}

/** What was written on the command line, by the input's field. */
export type Written = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

/** Runs an action on a running gateway and prints its answer: a table or JSON. */
export const runAction = async (
  terminal: Terminal,
  action: AnyAdminAction,
  { schema, written, flags }: { readonly schema: JsonSchema; readonly written: Written; readonly flags: ActionFlags },
): Promise<void> => {
  const input = toInput(schema, written);
  const response = await askGateway(terminal, flags, toRequest(action, input));
  if (!response.ok) throw fromErrorEnvelope(await problemOf(response));
  const isStream = response.headers.get("content-type")?.startsWith(progressType);
  const answer = isStream ? await followProgress(terminal, response, flags) : await response.json();
  terminal.out(flags.json ? JSON.stringify(answer, undefined, 2) : format(action, answer as Record<string, unknown>));
};

const toInput = (schema: JsonSchema, written: Written): Record<string, unknown> => {
  const texts = Object.entries(written).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === "boolean" ? String(value) : value] as const],
  );
  return parseQueryInput(Object.fromEntries(texts), schema);
};

const toRequest = (action: AnyAdminAction, input: Record<string, unknown>) => {
  const named = new Set(pathFields(action));
  const path = action.path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(input[name])));
  const rest = Object.entries(input).filter(([name]) => !named.has(name));
  const headers: Record<string, string> = action.isLong ? { accept: `${progressType}, application/json` } : {};
  if (action.method === "POST") return { method: "POST", path, headers, body: Object.fromEntries(rest) } as const;
  const query = new URLSearchParams(
    rest.flatMap(([name, value]) => [value].flat().map((one) => [name, textOf(one)] as [string, string])),
  );
  return { method: "GET", path: query.size > 0 ? `${path}?${query}` : path, headers } as const;
};

const textOf = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

/** One line of a long action's answer. */
type Line = { readonly progress: Progress } | { readonly result: unknown } | { readonly error: ErrorEnvelope };

const followProgress = async (terminal: Terminal, response: Response, { json }: ActionFlags): Promise<unknown> => {
  const show = json ? undefined : terminal.redraw;
  let rest = "";
  for await (const part of response.body ?? []) {
    rest += Buffer.from(part as Uint8Array).toString("utf8");
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) {
      const line = JSON.parse(text) as Line;
      if ("progress" in line) show?.(toProgressLine(line.progress));
      else {
        show?.("");
        if ("error" in line) throw fromErrorEnvelope(line.error);
        return line.result;
      }
    }
  }
  throw new ConnectorError("NETWORK", {
    message: "The gateway went away before the action was finished.",
    outcome: "unknown",
  });
};

const format = ({ table }: AnyAdminAction, answer: Record<string, unknown>): string => {
  const rows = table && answer[table.rows];
  if (!table || !Array.isArray(rows)) return JSON.stringify(answer, undefined, 2);
  if (rows.length === 0) return "None.";
  const text = formatTable(
    table.columns.map(toTitle),
    rows.map((row: Record<string, unknown>) => table.columns.map((column) => cellOf(row[column]))),
  );
  return typeof answer.nextCursor === "string" ? `${text}\n\nMore: --cursor ${answer.nextCursor}` : text;
};

const toTitle = (name: string): string => name.replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);

const cellOf = (value: unknown): string => {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};
