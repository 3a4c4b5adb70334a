import { defineOperation, type ResponseContext } from "@trunkline/core";
import { z } from "zod";
import { oneRequest } from "../quotas.js";
import { idInput, idsInput } from "../schemas/common.js";
import { flagName, flags } from "../schemas/messages.js";
import { decodeDone } from "../wire/envelope.js";
import { mailboxPath } from "../wire/mailbox.js";
import { present } from "../wire/present.js";
import { helpPage, scope } from "./facts.js";
import { inMailbox } from "./in-mailbox.js";
import { labelAction, labelModes, labelRules } from "./label-modes.js";

const targetInput = {
  messageIds: idsInput("Mails to change"),
  inFolderId: idInput("Only where they lie in this folder").optional(),
  inArchive: z.boolean().optional().describe("True when they lie in the archive"),
};

interface Target {
  readonly messageIds: readonly string[];
  readonly inFolderId?: string | undefined;
  readonly inArchive?: boolean | undefined;
}

const Changed = z.object({ messageIds: z.array(z.string()).describe("Mails that the change was asked for") });

/** `PUT updatemessage` answers for all mails at once, so a success of several is worth a warning. */
const decodeChanged = decodeDone(({ input, warn }: Pick<ResponseContext<Target>, "input" | "warn">) => {
  if (input.messageIds.length > 1)
    warn({
      code: "NO_RESULT_PER_MAIL",
      message: "Zoho accepted the change as a whole and does not say which mails it knew and changed.",
      path: "messageIds",
    });
  return { messageIds: [...input.messageIds] };
});

/** Ids go as text: that is accepted, and a number would lose digits. */
const toUpdate = (mode: string, { messageIds, inFolderId, inArchive }: Target, more: object = {}) => ({
  mode,
  messageId: messageIds,
  ...more,
  ...present({ isFolderSpecific: inFolderId === undefined ? undefined : true, folderId: inFolderId }),
  ...present({ isArchive: inArchive }),
});

const path = "/updatemessage";
const shared = {
  effect: "write",
  idempotency: "natural",
  output: Changed,
  scopes: scope("messages", "UPDATE"),
  response: decodeChanged,
  quota: oneRequest,
} as const;
const messageIds = ["1784100000000100001"];

/** Mails read. */
export const markRead = inMailbox(
  defineOperation({
    ...shared,
    id: "zoho-mail.messages.markRead",
    summary: "Mark mails as read",
    description: "For mails that have been dealt with; several at once.",
    docs: helpPage("put-mark-as-read"),
    input: z.object(targetInput),
    keywords: ["seen", "email", "unread off", "dealt with", "done"],
    examples: [{ title: "One mail", input: { messageIds } }],
    request: (input, context) => ({
      method: "PUT",
      path: mailboxPath(context, path),
      body: toUpdate("markAsRead", input),
    }),
  }),
);

/** Mails unread. */
export const markUnread = inMailbox(
  defineOperation({
    ...shared,
    id: "zoho-mail.messages.markUnread",
    summary: "Mark mails as unread",
    description: "For mails that somebody should look at again; several at once.",
    docs: helpPage("put-mark-as-unread"),
    input: z.object(targetInput),
    keywords: ["unseen", "email", "read later", "bold", "look at again"],
    examples: [{ title: "One mail", input: { messageIds } }],
    request: (input, context) => ({
      method: "PUT",
      path: mailboxPath(context, path),
      body: toUpdate("markAsUnread", input),
    }),
  }),
);

/** Mails with a flag. */
export const flagMessages = inMailbox(
  defineOperation({
    ...shared,
    id: "zoho-mail.messages.flag",
    summary: "Set or remove the flag of mails",
    description: "For mails that must not be forgotten or need an answer; several at once.",
    docs: helpPage("put-flag-email"),
    input: z.object({ ...targetInput, flag: flags.describe("none removes the flag") }),
    keywords: ["star", "important", "follow up", "email", "remember", "mark"],
    examples: [{ title: "To be followed up", input: { messageIds, flag: "followup" } }],
    request: (input, context) => ({
      method: "PUT",
      path: mailboxPath(context, path),
      body: toUpdate("setFlag", input, { flagid: flagName(input.flag) }),
    }),
  }),
);

/** Mails in another folder. */
export const moveMessages = inMailbox(
  defineOperation({
    ...shared,
    id: "zoho-mail.messages.move",
    summary: "Move mails to another folder",
    description: "For sorting mails into folders and bringing them back from Trash; several at once.",
    docs: helpPage("put-move-email"),
    input: z.object({ ...targetInput, toFolderId: idInput("Folder to move them to") }),
    keywords: ["file away", "sort", "email", "folder", "put into a folder", "tidy"],
    examples: [{ title: "To Suppliers", input: { messageIds, toFolderId: "5820114000000010001" } }],
    request: (input, context) => ({
      method: "PUT",
      path: mailboxPath(context, path),
      body: toUpdate("moveMessage", input, { destfolderId: input.toFolderId }),
    }),
  }),
);

/** Mails with a label. */
export const labelMessages = inMailbox(
  defineOperation({
    ...shared,
    id: "zoho-mail.messages.label",
    summary: "Put labels on mails or take them off",
    description: "For sorting mails by subject without moving them; several at once.",
    docs: helpPage("put-apply-label-email"),
    input: z.object({ ...targetInput, ...labelAction }),
    keywords: ["tag", "categorise", "email"],
    examples: [{ title: "Put on", input: { messageIds, action: "apply", labelIds: ["5820114000000011002"] } }],
    request: (input, context) => ({
      method: "PUT",
      path: mailboxPath(context, path),
      body: toUpdate(labelModes[input.action], input, labelRules(input)),
    }),
  }),
);

/** Mails in or out of the archive. */
export const archiveMessages = inMailbox(
  defineOperation({
    ...shared,
    id: "zoho-mail.messages.archive",
    summary: "Put mails into the archive or take them out",
    description: "For mails that are done with but must be kept; several at once.",
    docs: helpPage("put-archive-email"),
    input: z.object({ ...targetInput, action: z.enum(["archive", "unarchive"]).default("archive") }),
    keywords: ["store away", "email", "restore", "put away", "keep", "tidy"],
    examples: [{ title: "Archive", input: { messageIds } }],
    request: (input, context) => ({
      method: "PUT",
      path: mailboxPath(context, path),
      body: toUpdate(input.action === "archive" ? "archiveMails" : "unArchiveMails", input),
    }),
  }),
);

/** Mails in or out of Spam. */
export const spamMessages = inMailbox(
  defineOperation({
    ...shared,
    id: "zoho-mail.messages.spam",
    summary: "Mark mails as spam or as no spam",
    description: "For unwanted mails, and for wanted ones that were taken for spam; several at once.",
    docs: helpPage("put-mark-as-spam"),
    input: z.object({ ...targetInput, action: z.enum(["spam", "notSpam"]).default("spam") }),
    keywords: ["junk", "phishing", "email", "unwanted", "advertising", "scam"],
    examples: [{ title: "Junk", input: { messageIds } }],
    request: (input, context) => ({
      method: "PUT",
      path: mailboxPath(context, path),
      body: toUpdate(input.action === "spam" ? "moveToSpam" : "markNotSpam", input),
    }),
  }),
);
