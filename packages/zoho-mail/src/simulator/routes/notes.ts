import { type Call, numberParam, type Route, requiredText, textOf } from "../call.js";
import { idPrefix } from "../ids.js";
import type { Note } from "../records.js";
import { created, done, mismatch } from "../replies.js";
import { mailboxIds } from "../store.js";
import { taskOwner } from "./tasks.js";

const area = "notes";
const path = "/notes/me";

/** The user's own notes. Their offset counts from 1, and the next page is a whole address. */
export const noteRoutes: readonly Route[] = [
  { method: "GET", path, area, params: ["after", "limit"], handle: list },
  { method: "POST", path, area, keys: ["title", "content", "bookId", "color"], handle: create },
];

function list(call: Call) {
  const after = numberParam(call, "after", { fallback: 1, min: 1, max: 999_999 });
  const limit = numberParam(call, "limit", { fallback: 50, min: 1, max: 399 });
  const notes = [...call.store.notes.values()].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
  const next = after + limit;
  return done({
    ...(next <= notes.length && { pagination: { next: `${call.origin}/api/notes/me?after=${next}&limit=${limit}` } }),
    list: notes.slice(after - 1, next - 1).map(toNoteRow),
  });
}

/** Only the id and an address come back. */
function create(call: Call) {
  const { store, origin } = call;
  const now = store.clock.now();
  const color = textOf(call, "color");
  if (color !== undefined && !/^[0-9]$/.test(color)) throw mismatch("color does not fit its rule");
  const bookId = textOf(call, "bookId");
  if (bookId !== undefined && bookId !== generalBook) throw mismatch("bookId does not fit its rule");
  const note: Note = {
    id: store.ids.ofMoment(now),
    createdAt: now,
    modifiedAt: now,
    fields: { content: requiredText(call, "content"), title: textOf(call, "title") ?? "", color: color ?? "-1" },
  };
  store.notes.set(note.id, note);
  return created({ entityId: note.id, URI: `${origin}/api/notes/me/${note.id}` });
}

const generalBook = `${idPrefix}010001`;
const colors = ["#B3D9E6", "#C9E4C5", "#FFF2B3", "#F4C7C3"];

const toNoteRow = ({ id, createdAt, modifiedAt, fields }: Note) => ({
  summary: String(fields.content).slice(0, 100),
  modifiedTime: String(modifiedAt),
  color: fields.color,
  entityId: id,
  title: fields.title,
  bookName: "Allgemein",
  content: fields.content,
  bookId: generalBook,
  namespaceId: String(mailboxIds.zuid),
  ownerDisplayName: taskOwner.name,
  ownerZuid: String(mailboxIds.zuid),
  createdTime: String(createdAt),
  colorHex: colors[Number(fields.color)] ?? colors[0],
  isFavorite: false,
});
