import { type Call, folderOf, type Route, requiredText, textOf } from "../call.js";
import type { Folder } from "../records.js";
import { badInput, created, done, mismatch } from "../replies.js";
import { mailboxIds, type Store } from "../store.js";

const area = "folders";
const one = "/accounts/:accountId/folders/:folderId";

/** Folders: lists are flat and cannot be paged. */
export const folderRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/accounts/:accountId/folders",
    area,
    handle: (call) => done([...call.store.folders.values()].map((folder) => toFolderRow(call, folder))),
  },
  {
    method: "POST",
    path: "/accounts/:accountId/folders",
    area,
    keys: ["folderName", "parentFolderId"],
    handle: create,
  },
  { method: "GET", path: one, area, handle: (call) => done(toFolderRow(call, pathFolder(call))) },
  {
    method: "PUT",
    path: one,
    area,
    keys: ["mode", "folderName", "parentFolderId", "previousFolderId"],
    handle: update,
  },
  { method: "DELETE", path: one, area, handle: remove },
];

const pathFolder = (call: Call): Folder => folderOf(call, call.ids.folderId ?? "");

function create(call: Call) {
  const { store } = call;
  const name = checkedName(call);
  const parentId = textOf(call, "parentFolderId");
  if (parentId !== undefined) folderOf(call, parentId);
  requireFree(store, name, parentId);
  const id = store.ids.ofMailbox();
  const folder: Folder = { id, name, type: "Inbox", isSystem: false, ...(parentId !== undefined && { parentId }) };
  store.folders.set(id, folder);
  return created(toFolderRow(call, folder));
}

function update(call: Call) {
  const folder = pathFolder(call);
  requireOwn(folder);
  const mode = requiredText(call, "mode");
  if (mode === "rename") {
    const name = checkedName(call);
    if (name !== folder.name) requireFree(call.store, name, folder.parentId);
    folder.name = name;
  } else if (mode === "move") {
    const parent = folderOf(call, requiredText(call, "parentFolderId"));
    if (isWithin(call.store, parent, folder.id)) throw badInput("A folder cannot move into itself");
    folder.parentId = parent.id;
  } else throw mismatch("mode does not fit its rule");
  return done();
}

/** The folder goes below Trash and stays in the list; deleted there, it goes for good with its mails. */
function remove(call: Call) {
  const { store } = call;
  const folder = pathFolder(call);
  requireOwn(folder);
  if (folder.type === "Trash") {
    store.folders.delete(folder.id);
    for (const message of [...store.messages.values()])
      if (message.folderId === folder.id) store.messages.delete(message.id);
    return done();
  }
  folder.parentId = store.folderId("Trash");
  for (const each of store.folders.values()) if (isWithin(store, each, folder.id)) each.type = "Trash";
  return done();
}

const checkedName = (call: Call): string => {
  const name = requiredText(call, "folderName").trim();
  if (name === "" || /[/\\<>]/.test(name)) throw mismatch("folderName does not fit its rule");
  return name;
};

const requireFree = (store: Store, name: string, parentId: string | undefined): void => {
  for (const folder of store.folders.values())
    if (folder.parentId === parentId && folder.name.toLowerCase() === name.toLowerCase())
      throw badInput("A folder of that name already exists");
};

const requireOwn = ({ isSystem }: Folder): void => {
  if (isSystem) throw badInput("A system folder cannot be changed");
};

const isWithin = (store: Store, folder: Folder, ancestorId: string): boolean => {
  for (let at: Folder | undefined = folder; at; at = store.folders.get(at.parentId ?? ""))
    if (at.id === ancestorId) return true;
  return false;
};

/** Names of the folders above, from the root: `/Kunden/Reklamationen`. */
const pathOf = (store: Store, { name, parentId }: Folder): string => {
  const parent = store.folders.get(parentId ?? "");
  return `${parent ? pathOf(store, parent) : ""}/${name}`;
};

const toFolderRow = ({ store, origin }: Call, folder: Folder) => {
  const siblings = [...store.folders.values()].filter(({ parentId }) => parentId === folder.parentId);
  const previous = siblings[siblings.indexOf(folder) - 1];
  return {
    path: pathOf(store, folder),
    VW: true,
    ...(folder.parentId !== undefined && { parentFolderId: folder.parentId }),
    ...(previous && { previousFolderId: previous.id }),
    HIDE: false,
    isArchived: 0,
    folderIcon: "default",
    folderName: folder.name,
    imapAccess: true,
    folderType: folder.type,
    URI: `${origin}/api/accounts/${mailboxIds.accountId}/folders/${folder.id}`,
    folderId: folder.id,
  };
};
