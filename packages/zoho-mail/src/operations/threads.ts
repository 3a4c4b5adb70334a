import { defineOperation, type ResponseContext } from "@trunkline/core";
import { z } from "zod";
import { oneRequest } from "../quotas.js";
import { idInput, idsInput } from "../schemas/common.js";
import { flagName, flags } from "../schemas/messages.js";
import { decodeDone } from "../wire/envelope.js";
import { mailboxPath } from "../wire/mailbox.js";
import { present } from "../wire/present.js";
import { refuseInput } from "../wire/refuse.js";
import { helpPage, scope } from "./facts.js";
import { inMailbox } from "./in-mailbox.js";
import { listThreadMessages } from "./message-lists.js";

const modes = {
  markRead: "markAsRead",
  markUnread: "markAsUnread",
  move: "moveMessage",
  flag: "setFlag",
  applyLabel: "applyLabel",
  removeLabel: "removeLabel",
  removeAllLabels: "removeAllLabels",
  archive: "archiveMails",
  unarchive: "unArchiveMails",
  spam: "moveToSpam",
  notSpam: "markNotSpam",
} as const;

const input = z.object({
  threadIds: idsInput("Threads to change"),
  action: z.enum(Object.keys(modes) as [keyof typeof modes]).describe("What to do with every mail of the threads"),
  toFolderId: idInput("Folder to move to; only with move").optional(),
  flag: flags.optional().describe("Flag to set, none removes it; only with flag"),
  labelIds: idsInput("Labels; only with applyLabel and removeLabel").optional(),
  inFolderId: idInput("Only where they lie in this folder").optional(),
  inArchive: z.boolean().optional().describe("True when they lie in the archive"),
});
type Change = z.output<typeof input>;

/** Which field belongs to which actions. */
const companions = {
  toFolderId: ["move"],
  flag: ["flag"],
  labelIds: ["applyLabel", "removeLabel"],
} as const satisfies { readonly [field in keyof Change]?: readonly Change["action"][] };

const checked = (change: Change): Change => {
  const issues = Object.entries(companions).flatMap(([field, actions]) => {
    const isGiven = change[field as keyof typeof companions] !== undefined;
    const isMeant = (actions as readonly string[]).includes(change.action);
    if (isGiven === isMeant) return [];
    return [{ path: field, message: `${isMeant ? "Needed" : "Not"} with ${change.action}` }];
  });
  if (issues.length > 0) throw refuseInput(issues);
  return change;
};

const toUpdate = ({ action, threadIds, toFolderId, flag, labelIds, inFolderId, inArchive }: Change) => ({
  mode: modes[action],
  threadId: threadIds,
  ...present({
    // Left out of the vendor's page on moving threads, needed by its page on moving mails.
    destfolderId: toFolderId,
    flagid: flag === undefined ? undefined : flagName(flag),
    labelId: labelIds,
    isFolderSpecific: inFolderId === undefined ? undefined : true,
    folderId: inFolderId,
    isArchive: inArchive,
  }),
});

/** Threads changed as a whole. */
export const updateThreads = inMailbox(
  defineOperation({
    id: "zoho-mail.threads.update",
    summary: "Mark, move, flag, label, archive or junk whole threads",
    description: "For a whole exchange of mails at once.",
    docs: helpPage("put-move-thread"),
    effect: "write",
    idempotency: "natural",
    input,
    output: z.object({ threadIds: z.array(z.string()).describe("Threads that the change was asked for") }),
    scopes: scope("messages", "UPDATE"),
    keywords: ["conversation", "bulk change", "tidy up"],
    examples: [
      { title: "Mark as read", input: { threadIds: ["1784100000000100001"], action: "markRead" } },
      {
        title: "Move",
        input: { threadIds: ["1784100000000100001"], action: "move", toFolderId: "5820114000000010001" },
      },
    ],
    request: (change, context) => ({
      method: "PUT",
      path: mailboxPath(context, "/updatethread"),
      body: toUpdate(checked(change)),
    }),
    response: decodeDone(({ input: { threadIds }, warn }: Pick<ResponseContext<Change>, "input" | "warn">) => {
      if (threadIds.length > 1)
        warn({
          code: "NO_RESULT_PER_THREAD",
          message: "Zoho accepted the change as a whole and does not say which threads it knew and changed.",
          path: "threadIds",
        });
      return { threadIds };
    }),
    quota: oneRequest,
  }),
);

/** Branch `threads` of the tree. */
export const threads = { messages: listThreadMessages, update: updateThreads };
