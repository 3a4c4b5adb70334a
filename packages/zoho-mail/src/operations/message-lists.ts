import { defineOperation, type ResponseContext } from "@trunkline/core";
import { z } from "zod";
import { oneRequest } from "../quotas.js";
import { idInput } from "../schemas/common.js";
import { flagNumber, flags, MessagePage, MessageWire, toMessage } from "../schemas/messages.js";
import { decodeData, rowsOf } from "../wire/envelope.js";
import { mailboxPath } from "../wire/mailbox.js";
import { movingPage, pageInput, readCursor } from "../wire/paging.js";
import { helpPage, scope, untrusted } from "./facts.js";
import { inMailbox } from "./in-mailbox.js";
import { searchInput, toSearch } from "./search-key.js";

/** Messages count from 1. */
const firstMessage = 1;

interface Paged {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const startOf = ({ limit, cursor }: Paged) => ({ start: readCursor(cursor, firstMessage).at, limit, includeto: true });

const decodePage = decodeData(
  rowsOf(MessageWire),
  (rows, { input, warn }: Pick<ResponseContext<Paged>, "input" | "warn">) => {
    const place = readCursor(input.cursor, firstMessage);
    const page = movingPage({ rows, place, limit: input.limit, idOf: ({ messageId }) => messageId, warn });
    const { items, ...next } = page;
    return { messages: items.map(toMessage), ...next };
  },
);

const order = z.enum(["descending", "ascending"]).default("descending").describe("descending: newest first");
const only = (what: string) => z.boolean().optional().describe(`True: only ${what}`);
const also = (what: string) => z.boolean().optional().describe(`True: ${what} too`);

/** Mails of a folder, page by page. */
export const listMessages = inMailbox(
  defineOperation({
    id: "zoho-mail.messages.list",
    summary: "List the mails of a folder, newest first",
    description: `Without their text: read that with zoho-mail.messages.content. ${untrusted}`,
    docs: helpPage("get-emails-list"),
    effect: "read",
    input: z.object({
      folderId: idInput("Folder id, from zoho-mail.folders.list"),
      status: z.enum(["all", "read", "unread"]).default("all"),
      flag: flags.optional().describe("Only mails with this flag"),
      labelId: idInput("Only mails with this label").optional(),
      sortBy: z.enum(["date", "messageId", "size"]).default("date"),
      order,
      withAttachments: only("mails with attachments"),
      flagged: only("flagged mails"),
      answered: only("mails that were answered"),
      includeSent: also("sent mails"),
      includeArchived: also("archived mails"),
      ...pageInput(50, 200),
    }),
    output: MessagePage,
    pagination: { items: "messages" },
    scopes: scope("messages", "READ"),
    keywords: ["emails", "inbox", "unread", "new mail", "correspondence", "what came in", "latest"],
    examples: [
      { title: "Unread mails of the Inbox", input: { folderId: "5820114000000008008", status: "unread", limit: 20 } },
      { title: "Oldest first", input: { folderId: "5820114000000008008", order: "ascending" } },
    ],
    request: (input, context) => ({
      method: "GET",
      path: mailboxPath(context, "/messages/view"),
      query: {
        folderId: input.folderId,
        ...startOf(input),
        status: input.status,
        flagid: input.flag === undefined ? undefined : flagNumber(input.flag),
        labelid: input.labelId,
        sortBy: input.sortBy,
        sortorder: input.order === "ascending",
        attachedMails: input.withAttachments,
        flaggedMails: input.flagged,
        respondedMails: input.answered,
        includesent: input.includeSent,
        includearchive: input.includeArchived,
      },
    }),
    response: decodePage,
    quota: oneRequest,
  }),
);

/** Mails that fit a search, page by page. */
export const searchMessages = inMailbox(
  defineOperation({
    id: "zoho-mail.messages.search",
    summary: "Search mails by text, people, dates, folder, label or attachment",
    description: `All criteria must hold. ${untrusted}`,
    docs: helpPage("get-search-emails"),
    effect: "read",
    input: z.object({ ...searchInput, ...pageInput(50, 200) }),
    output: MessagePage,
    pagination: { items: "messages" },
    scopes: scope("messages", "READ"),
    keywords: [
      "find emails",
      "lookup",
      "from",
      "subject",
      "new mail since",
      "letter",
      "look for",
      "who wrote",
      "where is the mail",
    ],
    examples: [
      { title: "From a supplier, with files", input: { from: "assam@garden.example", hasAttachment: true } },
      { title: "Arrived since a moment", input: { newSince: "2026-11-22T08:00:00Z" } },
    ],
    request: (input, context) => ({
      method: "GET",
      path: mailboxPath(context, "/messages/search"),
      query: { ...toSearch(input), ...startOf(input) },
    }),
    response: decodePage,
    quota: oneRequest,
  }),
);

/** Mails of a thread, page by page: there is no call for a thread itself. */
export const listThreadMessages = inMailbox(
  defineOperation({
    id: "zoho-mail.threads.messages",
    summary: "List the mails of one thread",
    description: `Mails of the thread in other folders are left out unless included. ${untrusted}`,
    docs: helpPage("get-emails-list"),
    effect: "read",
    input: z.object({
      threadId: idInput("Thread id, from a mail of the thread"),
      folderId: idInput("Folder that the thread lies in"),
      order: order.default("ascending").describe("ascending: oldest first"),
      includeSent: also("sent mails"),
      includeArchived: also("archived mails"),
      ...pageInput(50, 200),
    }),
    output: MessagePage,
    pagination: { items: "messages" },
    scopes: scope("messages", "READ"),
    keywords: ["conversation", "replies", "history", "exchange", "back and forth"],
    examples: [
      { title: "A conversation", input: { threadId: "1784100000000100001", folderId: "5820114000000008008" } },
    ],
    request: (input, context) => ({
      method: "GET",
      path: mailboxPath(context, "/messages/view"),
      query: {
        folderId: input.folderId,
        threadId: input.threadId,
        ...startOf(input),
        sortorder: input.order === "ascending",
        includesent: input.includeSent,
        includearchive: input.includeArchived,
      },
    }),
    response: decodePage,
    quota: oneRequest,
  }),
);
