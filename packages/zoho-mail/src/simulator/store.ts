import { createHash } from "node:crypto";
import type { Clock } from "@trunkline/core";
import type { DataCentreKey } from "../wire/data-centres.js";
import { createMintedIds, idPrefix, type MintedIds } from "./ids.js";
import type { Folder, Label, Message, Note, Signature, Task, Upload } from "./records.js";

/** Folders that every mailbox has, with their places in the list. */
const systemFolders = [
  "Inbox",
  "Drafts",
  "Templates",
  "Snoozed",
  "Sent",
  "Spam",
  "Trash",
  "Outbox",
  "Archive",
  "Notification",
  "Newsletter",
] as const;
/** Name of a folder that every mailbox has. */
type SystemFolder = (typeof systemFolders)[number];

/** Numbers that name the one mailbox. They are three different things. */
export const mailboxIds = {
  accountId: `${idPrefix}008002`,
  externalAccountId: `${idPrefix}009002`,
  sendMailId: `${idPrefix}008003`,
  zuid: 870031245,
  zoid: 20091377,
  zaid: "20090112",
} as const;

/** Everything the mailbox holds. */
export interface Store {
  readonly clock: Clock;
  readonly dataCentre: DataCentreKey;
  readonly ids: MintedIds;
  readonly folders: Map<string, Folder>;
  readonly labels: Map<string, Label>;
  /** In the order they came. */
  readonly messages: Map<string, Message>;
  readonly signatures: Map<string, Signature>;
  readonly tasks: Map<string, Task>;
  readonly notes: Map<string, Note>;
  /** By attachmentPath. */
  readonly uploads: Map<string, Upload>;
  folderId(name: SystemFolder): string;
}

/** An empty mailbox. */
export const createStore = (clock: Clock, dataCentre: DataCentreKey): Store => {
  const folders = new Map<string, Folder>();
  for (const [index, name] of systemFolders.entries()) {
    const id = `${idPrefix}${String(8004 + index).padStart(6, "0")}`;
    const isInboxLike = name === "Notification" || name === "Newsletter";
    folders.set(id, { id, name, type: isInboxLike ? "Inbox" : name, isSystem: true });
  }
  const byName = new Map([...folders.values()].map(({ id, name }) => [name, id]));
  return {
    clock,
    dataCentre,
    ids: createMintedIds(),
    folders,
    labels: new Map(),
    messages: new Map(),
    signatures: new Map(),
    tasks: new Map(),
    notes: new Map(),
    uploads: new Map(),
    folderId: (name) => byName.get(name) ?? "",
  };
};

/** Digits and letters that a text decides, for ids that must look random and stay the same. */
export const hexOf = (text: string, length: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);
