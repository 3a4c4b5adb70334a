import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { oneRequest } from "../quotas.js";
import { idInput } from "../schemas/common.js";
import { Folder, FolderWire, toFolder } from "../schemas/folders.js";
import { decodeData, decodeDone, rowsOf } from "../wire/envelope.js";
import { mailboxPath } from "../wire/mailbox.js";
import { present } from "../wire/present.js";
import { helpPage, oneMinuteMs, scope } from "./facts.js";
import { inMailbox } from "./in-mailbox.js";

const folderId = idInput("Folder id");
const folderName = z.string().trim().min(1).max(255).describe("Name, without the path");

/** Every folder of the mailbox. */
export const listFolders = inMailbox(
  defineOperation({
    id: "zoho-mail.folders.list",
    summary: "List all folders of the mailbox",
    description:
      "Find the Inbox by its path /Inbox: own folders have its type. Deleted folders stay listed, with type Trash.",
    docs: helpPage("get-all-folder-details"),
    effect: "read",
    input: z.object({}),
    output: z.object({ folders: z.array(Folder) }),
    scopes: scope("folders", "READ"),
    keywords: ["directories", "inbox", "sent", "trash", "archive"],
    examples: [{ title: "All folders", input: {} }],
    // A limit would be refused: the list comes whole.
    request: (_, context) => ({ method: "GET", path: mailboxPath(context, "/folders") }),
    response: decodeData(rowsOf(FolderWire), (folders) => ({ folders: folders.map(toFolder) })),
    quota: oneRequest,
    cache: { ttlMs: oneMinuteMs },
  }),
);

/** One folder. */
export const getFolder = inMailbox(
  defineOperation({
    id: "zoho-mail.folders.get",
    summary: "Get one folder",
    docs: helpPage("get-single-folder-details"),
    effect: "read",
    input: z.object({ folderId }),
    output: Folder,
    scopes: scope("folders", "READ"),
    keywords: ["directory", "details"],
    examples: [{ title: "By id", input: { folderId: "5820114000000008008" } }],
    request: (input, context) => ({ method: "GET", path: mailboxPath(context, `/folders/${input.folderId}`) }),
    response: decodeData(FolderWire, toFolder),
    quota: oneRequest,
    cache: { ttlMs: oneMinuteMs },
  }),
);

/** A new folder. */
export const createFolder = inMailbox(
  defineOperation({
    id: "zoho-mail.folders.create",
    summary: "Create a folder, at the top or within another",
    description: "Not repeated by itself: after a time-out look for the name with zoho-mail.folders.list first.",
    docs: helpPage("post-create-new-folder"),
    effect: "write",
    idempotency: "none",
    input: z.object({ name: folderName, parentFolderId: idInput("Folder to put it in; default the top").optional() }),
    verify: {
      read: async (call, { input }) => {
        const { folders: known } = await call.run(listFolders, {});
        const alike = known.filter(
          (folder) =>
            folder.type !== "Trash" &&
            folder.name.toLowerCase() === input.name.toLowerCase() &&
            (input.parentFolderId === undefined || folder.parentFolderId === input.parentFolderId),
        );
        const [found, other] = alike;
        if (other) return { outcome: "unknown", reason: "several folders have this name" };
        return found ? { outcome: "executed", data: found } : { outcome: "not_executed" };
      },
    },
    output: Folder,
    scopes: scope("folders", "CREATE"),
    keywords: ["new directory", "add", "sub-folder"],
    examples: [{ title: "A folder for suppliers", input: { name: "Suppliers" } }],
    request: ({ name, parentFolderId }, context) => ({
      method: "POST",
      path: mailboxPath(context, "/folders"),
      body: { folderName: name, ...present({ parentFolderId }) },
    }),
    response: decodeData(FolderWire, toFolder),
    quota: oneRequest,
  }),
);

/** Another name for a folder. */
export const renameFolder = inMailbox(
  defineOperation({
    id: "zoho-mail.folders.rename",
    summary: "Rename a folder",
    docs: helpPage("put-rename-folder"),
    effect: "write",
    idempotency: "natural",
    input: z.object({ folderId, name: folderName }),
    output: z.object({ folderId: z.string(), name: z.string() }),
    scopes: scope("folders", "UPDATE"),
    keywords: ["change name", "directory"],
    examples: [{ title: "Rename", input: { folderId: "5820114000000010001", name: "Tea gardens" } }],
    request: (input, context) => ({
      method: "PUT",
      path: mailboxPath(context, `/folders/${input.folderId}`),
      body: { mode: "rename", folderName: input.name },
    }),
    response: decodeDone(({ input }: { input: { folderId: string; name: string } }) => ({
      folderId: input.folderId,
      name: input.name,
    })),
    quota: oneRequest,
  }),
);

/** A folder under Trash. */
export const deleteFolder = inMailbox(
  defineOperation({
    id: "zoho-mail.folders.delete",
    summary: "Delete a folder with the mails in it",
    description:
      "It moves under Trash and stays listed there; deleting it once more may be final, so it is not repeated by itself.",
    docs: helpPage("delete-folder"),
    effect: "destroy",
    idempotency: "none",
    input: z.object({ folderId }),
    output: z.object({ folderId: z.string() }),
    scopes: scope("folders", "DELETE"),
    keywords: ["remove directory", "trash"],
    examples: [{ title: "By id", input: { folderId: "5820114000000010001" } }],
    request: (input, context) => ({ method: "DELETE", path: mailboxPath(context, `/folders/${input.folderId}`) }),
    response: decodeDone(({ input }: { input: { folderId: string } }) => ({ folderId: input.folderId })),
    quota: oneRequest,
  }),
);

/** Branch `folders` of the tree. */
export const folders = {
  list: listFolders,
  get: getFolder,
  create: createFolder,
  rename: renameFolder,
  delete: deleteFolder,
};
