import type { SimulatorReply, SimulatorRequest } from "@trunkline/core/simulator";
import { readAddresses } from "./addresses.js";
import type { Address, Folder, Label, Message } from "./records.js";
import { badInput, mismatch, missing } from "./replies.js";
import type { Store } from "./store.js";

/** Something that webhooks tell of. */
export type MailboxEvent =
  | { readonly kind: "mail"; readonly message: Message }
  | { readonly kind: "task"; readonly action: "taskUpdated"; readonly taskId: string };

/** A request that found its route. */
export interface Call {
  readonly store: Store;
  readonly request: SimulatorRequest;
  /** Ids of the path by name. */
  readonly ids: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON body; empty for requests without one. */
  readonly body: Readonly<Record<string, unknown>>;
  /** `https://mail.…` of the data centre, for addresses inside answers. */
  readonly origin: string;
  /** Rows in the form that older answers have. */
  readonly hasOlderRows: boolean;
  announce(event: MailboxEvent): void;
}

/** One endpoint. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/api`; `:name` stands for digits. */
  readonly path: string;
  /** Area of the scope; the right is told by the method. */
  readonly area: string;
  /** Query parameters; any other is refused. */
  readonly params?: readonly string[];
  /** Keys of the JSON body; any other is refused. Absent: the body is not JSON. */
  readonly keys?: readonly string[];
  handle(call: Call): SimulatorReply | Promise<SimulatorReply>;
}

/** A whole number of the query within its range. */
export const numberParam = (
  { query }: Call,
  name: string,
  { fallback, min, max }: { readonly fallback: number; readonly min: number; readonly max: number },
): number => {
  const text = query.get(name);
  if (text === null) return fallback;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw mismatch(`${name} does not fit its rule`);
  return value;
};

/** One of a set of words of the query. */
export const wordParam = <T extends string>({ query }: Call, name: string, words: readonly T[], fallback: T): T => {
  const text = query.get(name) ?? fallback;
  const word = words.find((each) => each === text);
  if (word === undefined) throw mismatch(`${name} does not fit its rule`);
  return word;
};

/** A switch of the query; absent means off. */
export const flagParam = (call: Call, name: string): boolean =>
  wordParam(call, name, ["true", "false"], "false") === "true";

/** Text of the body; nothing when the key is absent. */
export const textOf = ({ body }: Call, key: string): string | undefined => {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return String(value);
  throw mismatch(`${key} does not fit its rule`);
};

/** Text of the body that must be there. */
export const requiredText = (call: Call, key: string): string => {
  const text = textOf(call, key);
  if (text === undefined || text === "") throw badInput(`${key} is missing`);
  return text;
};

/** A list of ids of the body, single ones too. */
export const idsOf = ({ body }: Call, key: string): readonly string[] => {
  const value = body[key];
  if (value === undefined) return [];
  const ids = (Array.isArray(value) ? value : [value]).map(String);
  if (!ids.every((id) => /^\d{1,20}$/.test(id))) throw mismatch(`${key} does not fit its rule`);
  return ids;
};

/** Addresses of the body. */
export const addressesOf = (call: Call, key: string): readonly Address[] => {
  const addresses = readAddresses(textOf(call, key) ?? "");
  if (!addresses) throw badInput(`${key} holds an invalid e-mail address`);
  return addresses;
};

/** The mail of the path. The path's folder is not looked at: the service ignores it when reading. */
export const messageOf = ({ store, ids }: Call): Message => {
  const message = store.messages.get(ids.messageId ?? "");
  if (!message) throw missing("No such message");
  return message;
};

/** A folder by its id. */
export const folderOf = ({ store }: Call, id: string): Folder => {
  const folder = store.folders.get(id);
  if (!folder) throw missing("No such folder");
  return folder;
};

/** A label by its id. */
export const labelOf = ({ store }: Call, id: string): Label => {
  const label = store.labels.get(id);
  if (!label) throw missing("No such label");
  return label;
};
