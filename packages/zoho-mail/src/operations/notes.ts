import { defineOperation, type ResponseContext } from "@trunkline/core";
import { z } from "zod";
import { oneRequest } from "../quotas.js";
import { id, idInput } from "../schemas/common.js";
import { Note, NoteWire, toNote } from "../schemas/notes.js";
import { decodeData } from "../wire/envelope.js";
import { linkedCursor, pageInput, readCursor } from "../wire/paging.js";
import { present } from "../wire/present.js";
import { optionalText, wireId } from "../wire/scalars.js";
import { helpPage, scope, untrusted } from "./facts.js";

/** Notes count from 1. */
const firstNote = 1;
const colors = ["blue", "green", "yellow", "red"] as const;

const PageWire = z.looseObject({
  list: z.array(NoteWire),
  pagination: z.looseObject({ next: optionalText }).nullish().catch(undefined),
});

type PageContext = Pick<ResponseContext<{ readonly cursor?: string | undefined }>, "input" | "warn">;

/** Personal notes, page by page. */
export const listNotes = defineOperation({
  id: "zoho-mail.notes.list",
  summary: "List the personal notes of the user",
  description: `Notes of groups are left out. ${untrusted}`,
  docs: helpPage("get-all-notes"),
  effect: "read",
  input: z.object(pageInput(100, 399)),
  output: z.object({ notes: z.array(Note), nextCursor: z.string().optional() }),
  pagination: { items: "notes" },
  scopes: scope("notes", "READ"),
  keywords: ["memo", "jottings"],
  examples: [{ title: "The first notes", input: { limit: 20 } }],
  request: ({ limit, cursor }) => ({
    method: "GET",
    path: "/notes/me",
    query: { after: readCursor(cursor, firstNote).at, limit },
  }),
  response: decodeData(PageWire, ({ list, pagination }, { input, warn }: PageContext) => ({
    notes: list.map(toNote),
    ...linkedCursor({
      next: pagination?.next,
      parameter: "after",
      at: readCursor(input.cursor, firstNote).at,
      rows: list.length,
      warn,
    }),
  })),
  quota: oneRequest,
});

/** A new personal note. */
export const createNote = defineOperation({
  id: "zoho-mail.notes.create",
  summary: "Create a personal note",
  description: "Not repeated by itself: after a time-out look for it with zoho-mail.notes.list first.",
  docs: helpPage("post-create-notes"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    title: z.string().max(500).optional(),
    content: z.string().min(1).describe("Text of the note"),
    bookId: idInput("Book to put it in; default the general one").optional(),
    color: z.enum(colors).optional(),
  }),
  output: z.object({ noteId: id("Note id") }),
  scopes: scope("notes", "CREATE"),
  keywords: ["memo", "write down", "add", "jot down"],
  examples: [{ title: "A recipe", input: { title: "Ostfriesenmischung", content: "Two thirds Assam" } }],
  request: ({ color, ...note }) => ({
    method: "POST",
    path: "/notes/me",
    body: present({ ...note, color: color === undefined ? undefined : colors.indexOf(color) }),
  }),
  response: decodeData(z.looseObject({ entityId: wireId }), ({ entityId }) => ({ noteId: entityId })),
  quota: oneRequest,
});

/** Branch `notes` of the tree. */
export const notes = { list: listNotes, create: createNote };
