import { writeAddresses } from "./addresses.js";
import type { Message } from "./records.js";
import { mismatch } from "./replies.js";
import { wordsOf } from "./rows.js";
import type { Store } from "./store.js";

/** A search that was understood. */
export interface Search {
  matches(message: Message): boolean;
  /** One row for each conversation. */
  readonly groupsThreads: boolean;
}

interface SearchContext {
  readonly store: Store;
  /** Of the query; counts only beside `newMails`. */
  readonly receivedTime: string | null;
}

interface Term {
  readonly param: string;
  readonly value: string;
}

type Test = (message: Message) => boolean;

const dayMs = 86_400_000;
const newMailMs = 120_000;
const switches = ["inclspamtrash", "groupresult", "newmails"];

/**
 * Reads `param:value` terms, joined by `::` for and, by `:or:` for or; the first binds tighter. Spam and trash are left
 * out unless the search says otherwise.
 */
export const readSearch = (text: string, context: SearchContext): Search => {
  const alternatives = splitOutsideQuotes(text, ":or:").map((part) => splitOutsideQuotes(part, "::").map(readTerm));
  const terms = alternatives.flat();
  const isOn = (param: string) => terms.some((term) => term.param === param && term.value !== "false");
  const { store } = context;
  const hidden = isOn("inclspamtrash") ? [] : [store.folderId("Spam"), store.folderId("Trash")];
  const named = new Set(terms.flatMap(({ param, value }) => (param === "in" ? foldersNamed(store, value) : [])));
  const since = isOn("newmails") ? newSince(context) : Number.NEGATIVE_INFINITY;
  const tests = alternatives.map((all) =>
    all.filter(({ param }) => !switches.includes(param)).map((term) => toTest(term, store)),
  );
  return {
    groupsThreads: isOn("groupresult"),
    matches: (message) =>
      (!hidden.includes(message.folderId) || named.has(message.folderId)) &&
      message.receivedAt > since &&
      tests.some((all) => all.every((test) => test(message))),
  };
};

const newSince = ({ store, receivedTime }: SearchContext): number => {
  if (receivedTime === null) return store.clock.now() - newMailMs;
  if (!/^\d{1,16}$/.test(receivedTime)) throw mismatch("receivedTime does not fit its rule");
  return Number(receivedTime);
};

/** A separator inside quotes is text. */
const splitOutsideQuotes = (text: string, separator: string): readonly string[] => {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    if (isQuoted || !text.startsWith(separator, at)) continue;
    parts.push(text.slice(start, at));
    start = at + separator.length;
    at = start - 1;
  }
  return [...parts, text.slice(start)];
};

const readTerm = (text: string): Term => {
  const trimmed = text.trim();
  const [, param, value = ""] = /^(\w+)(?::([\s\S]*))?$/.exec(trimmed) ?? [];
  if (param === undefined || (value === "" && param.toLowerCase() !== "newmails"))
    throw mismatch("searchKey does not fit its rule");
  return { param: param.toLowerCase(), value: value.trim().replace(/^"([\s\S]*)"$/, "$1") };
};

const toTest = ({ param, value }: Term, store: Store): Test => {
  const make = byParam[param];
  if (!make) throw mismatch("searchKey does not fit its rule");
  return make(value, store);
};

const holds = (text: string, value: string): boolean => text.toLowerCase().includes(value.toLowerCase());

const senderHolds = ({ from }: Message, value: string) => holds(`${from.name ?? ""} ${from.email}`, value);
const toHolds = ({ to }: Message, value: string) => holds(writeAddresses(to), value);
const ccHolds = ({ cc }: Message, value: string) => holds(writeAddresses(cc), value);
const fileNameHolds = ({ attachments }: Message, value: string) => attachments.some(({ name }) => holds(name, value));

const byParam: Readonly<Record<string, (value: string, store: Store) => Test>> = {
  entire: (value) => (message) =>
    holds(message.subject, value) ||
    holds(wordsOf(message), value) ||
    senderHolds(message, value) ||
    toHolds(message, value) ||
    ccHolds(message, value) ||
    fileNameHolds(message, value),
  content: (value) => (message) => holds(wordsOf(message), value),
  sender: (value) => (message) => senderHolds(message, value),
  to: (value) => (message) => toHolds(message, value),
  cc: (value) => (message) => ccHolds(message, value),
  subject: (value) => (message) => holds(message.subject, value),
  filename: (value) => (message) => fileNameHolds(message, value),
  filecontent:
    (value) =>
    ({ attachments }) =>
      attachments.some(({ bytes }) => holds(Buffer.from(bytes).toString("utf8"), value)),
  has: (value) => hasTest(value.toLowerCase()),
  in: (value, store) => {
    const ids = new Set(foldersNamed(store, value));
    return ({ folderId }) => ids.has(folderId);
  },
  label: (value, store) => {
    const ids = [...store.labels.values()].filter(({ name }) => name.toLowerCase() === value.toLowerCase());
    return ({ labelIds }) => ids.some(({ id }) => labelIds.has(id));
  },
  fromdate: (value) => {
    const from = readDate(value);
    return ({ receivedAt }) => receivedAt >= from;
  },
  todate: (value) => {
    const end = readDate(value) + dayMs;
    return ({ receivedAt }) => receivedAt < end;
  },
};

const hasTest = (value: string): Test => {
  if (value === "attachment") return ({ attachments }) => attachments.some(({ cid }) => cid === undefined);
  if (value === "flags") return ({ flag }) => flag !== "flag_not_set";
  if (value === "convo") return ({ threadId }) => threadId !== undefined;
  throw mismatch("searchKey does not fit its rule");
};

const foldersNamed = (store: Store, name: string): readonly string[] =>
  [...store.folders.values()].filter((each) => each.name.toLowerCase() === name.toLowerCase()).map(({ id }) => id);

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** `12-Sep-2026` */
const readDate = (value: string): number => {
  const [, day, month = "", year] = /^(\d{1,2})-([a-z]{3})-(\d{4})$/i.exec(value) ?? [];
  const at = Date.UTC(Number(year), months.indexOf(month.toLowerCase()), Number(day));
  if (day === undefined || !months.includes(month.toLowerCase()) || new Date(at).getUTCDate() !== Number(day))
    throw mismatch("searchKey does not fit its rule");
  return at;
};
