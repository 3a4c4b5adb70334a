import { z } from "zod";
import { present } from "../wire/present.js";
import { optionalBoolean, optionalWireId, wireId, wireText } from "../wire/scalars.js";
import { id, openEnum } from "./common.js";

/** A folder of the mailbox. */
export const Folder = z.object({
  folderId: id("Folder id"),
  name: z.string(),
  path: z.string().describe("e.g. /Inbox; the one sure way to tell the Inbox, since own folders have its type"),
  type: openEnum(
    ["Inbox", "Drafts", "Templates", "Snoozed", "Sent", "Spam", "Trash", "Outbox", "Archive"],
    "Kind; own folders are Inbox, deleted ones Trash",
  ),
  parentFolderId: id("Folder that it lies in").optional(),
  isArchived: z.boolean().optional(),
  isInImap: z.boolean().optional().describe("Shown to mail programs"),
});
/** A folder of the mailbox. */
export type Folder = z.infer<typeof Folder>;

/** A row of `GET …/folders`. `previousFolderId` is the order among siblings, not a parent. */
export const FolderWire = z.looseObject({
  folderId: wireId,
  folderName: wireText,
  path: wireText,
  folderType: wireText,
  parentFolderId: optionalWireId,
  isArchived: optionalBoolean,
  imapAccess: optionalBoolean,
});

/** A folder as we promise it. */
export const toFolder = (wire: z.output<typeof FolderWire>): Folder => ({
  folderId: wire.folderId,
  name: wire.folderName,
  path: wire.path,
  type: wire.folderType,
  ...present({ parentFolderId: wire.parentFolderId, isArchived: wire.isArchived, isInImap: wire.imapAccess }),
});
