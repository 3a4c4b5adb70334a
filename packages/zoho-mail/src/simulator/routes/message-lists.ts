import { type Call, flagParam, folderOf, numberParam, type Route, wordParam } from "../call.js";
import { flagNames, type Message } from "../records.js";
import { done, mismatch } from "../replies.js";
import { countThreads, sizeOf, toOlderRow, toRow } from "../rows.js";
import { readSearch } from "../search.js";

const area = "messages";

/** Lists of mails. There are no totals: a page shorter than asked for is the last. */
export const messageListRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/accounts/:accountId/messages/view",
    area,
    params: [
      ...["folderId", "start", "limit", "status", "flagid", "labelid", "threadId", "sortBy", "sortorder"],
      ...["includeto", "includesent", "includearchive"],
      ...["attachedMails", "inlinedMails", "flaggedMails", "respondedMails", "threadedMails"],
    ],
    handle: view,
  },
  {
    method: "GET",
    path: "/accounts/:accountId/messages/search",
    area,
    params: ["searchKey", "start", "limit", "includeto", "receivedTime"],
    handle: search,
  },
];

/** Rows `start` (counted from 1) to `start + limit - 1`. */
const page = (call: Call, messages: readonly Message[]) => {
  const start = numberParam(call, "start", { fallback: 1, min: 1, max: 999_999_999 });
  const limit = numberParam(call, "limit", { fallback: 10, min: 1, max: 200 });
  const counts = countThreads(call.store);
  const rows = messages.slice(start - 1, start - 1 + limit).map((message) => toRow(call.store, message, counts));
  return done(call.hasOlderRows ? rows.map(toOlderRow) : rows);
};

function view(call: Call) {
  const { query, store } = call;
  for (const name of ["includeto", "includesent", "includearchive"]) flagParam(call, name);
  const isAscending = wordParam(call, "sortorder", ["true", "false"], "false") === "true";
  const keyOf = sortKeys[wordParam(call, "sortBy", ["date", "messageId", "size"], "date")];
  const tests = [placeTest(call), statusTest(call), flagTest(call), labelTest(call), ...kindTests(call)];
  const threadId = query.get("threadId");
  if (threadId !== null) tests.push((message) => message.threadId === threadId || message.id === threadId);
  const found = [...store.messages.values()].filter((message) => tests.every((test) => test(message)));
  found.sort((a, b) => keyOf(a) - keyOf(b) || (a.id < b.id ? -1 : 1));
  return page(call, isAscending ? found : found.reverse());
}

const sortKeys: Readonly<Record<"date" | "messageId" | "size", (message: Message) => number>> = {
  date: ({ receivedAt }) => receivedAt,
  // Ids begin with the milliseconds: those are enough digits for a number, the rest decides as text.
  messageId: ({ id }) => Number(id.slice(0, 13)),
  size: sizeOf,
};

type Test = (message: Message) => boolean;

/** Without a folder a conversation is looked for everywhere but in Spam and Trash, anything else in the inbox. */
const placeTest = (call: Call): Test => {
  const { query, store } = call;
  const folderId = query.get("folderId");
  if (folderId !== null) {
    if (!/^\d{1,20}$/.test(folderId)) throw mismatch("folderId does not fit its rule");
    folderOf(call, folderId);
    const alsoSent =
      query.get("threadId") !== null && flagParam(call, "includesent") ? store.folderId("Sent") : folderId;
    return (message) => message.folderId === folderId || message.folderId === alsoSent;
  }
  if (query.get("threadId") === null) return ({ folderId: at }) => at === store.folderId("Inbox");
  const hidden = [store.folderId("Spam"), store.folderId("Trash")];
  return ({ folderId: at }) => !hidden.includes(at);
};

const statusTest = (call: Call): Test => {
  const status = wordParam(call, "status", ["read", "unread", "all"], "all");
  return ({ isRead }) => status === "all" || isRead === (status === "read");
};

/** Filters take the number of a flag, although rows and updates have its name. */
const flagTest = (call: Call): Test => {
  const text = call.query.get("flagid");
  if (text === null) return () => true;
  const flag = flagNames[/^[0-3]$/.test(text) ? Number(text) : -1];
  if (flag === undefined) throw mismatch("flagid does not fit its rule");
  return (message) => message.flag === flag;
};

const labelTest = ({ query }: Call): Test => {
  const label = query.get("labelid");
  return ({ labelIds }) => label === null || labelIds.has(label);
};

const kinds: readonly (readonly [param: string, test: Test])[] = [
  ["attachedMails", ({ attachments }) => attachments.some(({ cid }) => cid === undefined)],
  ["inlinedMails", ({ attachments }) => attachments.some(({ cid }) => cid !== undefined)],
  ["flaggedMails", ({ flag }) => flag !== "flag_not_set"],
  ["respondedMails", ({ isReplied, isForwarded }) => isReplied || isForwarded],
  ["threadedMails", ({ threadId }) => threadId !== undefined],
];

const kindTests = (call: Call): readonly Test[] =>
  kinds.flatMap(([param, test]) => (flagParam(call, param) ? [test] : []));

function search(call: Call) {
  const { query, store } = call;
  const key = query.get("searchKey");
  if (key === null || key.trim() === "") throw mismatch("searchKey does not fit its rule");
  const { matches, groupsThreads } = readSearch(key, { store, receivedTime: query.get("receivedTime") });
  flagParam(call, "includeto");
  const found = [...store.messages.values()].filter(matches).sort((a, b) => b.receivedAt - a.receivedAt);
  return page(call, groupsThreads ? newestOfEach(found) : found);
}

/** One mail of each conversation. */
const newestOfEach = (messages: readonly Message[]): readonly Message[] => {
  const seen = new Set<string>();
  return messages.filter(({ id, threadId = id }) => !seen.has(threadId) && seen.add(threadId));
};
