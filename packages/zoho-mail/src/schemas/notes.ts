import { z } from "zod";
import { present } from "../wire/present.js";
import { optionalBoolean, optionalInstant, optionalText, optionalWireId, wireId } from "../wire/scalars.js";
import { id, instant } from "./common.js";

/** A personal note. */
export const Note = z.object({
  noteId: id("Note id"),
  title: z.string().optional(),
  content: z.string().optional(),
  summary: z.string().optional(),
  bookId: id("Book that it lies in").optional(),
  bookName: z.string().optional(),
  color: z.string().optional().describe("e.g. #B3D9E6"),
  isFavorite: z.boolean().optional(),
  ownerName: z.string().optional(),
  createdAt: instant("When it was written").optional(),
  modifiedAt: instant("When it was changed").optional(),
});
/** A personal note. */
export type Note = z.infer<typeof Note>;

/** A row of `GET /notes/me`. */
export const NoteWire = z.looseObject({
  entityId: wireId,
  title: optionalText,
  content: optionalText,
  summary: optionalText,
  bookId: optionalWireId,
  bookName: optionalText,
  colorHex: optionalText,
  isFavorite: optionalBoolean,
  ownerDisplayName: optionalText,
  createdTime: optionalInstant,
  modifiedTime: optionalInstant,
});

/** A note as we promise it. */
export const toNote = (wire: z.output<typeof NoteWire>): Note => ({
  noteId: wire.entityId,
  ...present({
    title: wire.title,
    content: wire.content,
    summary: wire.summary,
    bookId: wire.bookId,
    bookName: wire.bookName,
    color: wire.colorHex,
    isFavorite: wire.isFavorite,
    ownerName: wire.ownerDisplayName,
    createdAt: wire.createdTime,
    modifiedAt: wire.modifiedTime,
  }),
});
