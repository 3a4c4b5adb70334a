import { type Call, folderOf, idsOf, labelOf, type Route, requiredText, textOf } from "../call.js";
import { moveMessage, returnMessage } from "../messages.js";
import { flagNames, type Message } from "../records.js";
import { badInput, done, mismatch } from "../replies.js";

const keys = [
  "mode",
  "messageId",
  "threadId",
  "destfolderId",
  "flagid",
  "labelId",
  "isFolderSpecific",
  "folderId",
  "isArchive",
];
const area = "messages";

/** Changes of many mails at once. The answer has no data: ids that are unknown are passed over in silence. */
export const messageUpdateRoutes: readonly Route[] = [
  {
    method: "PUT",
    path: "/accounts/:accountId/updatemessage",
    area,
    keys,
    handle: (call) => update(call, byIds(call)),
  },
  {
    method: "PUT",
    path: "/accounts/:accountId/updatethread",
    area,
    keys,
    handle: (call) => update(call, byThreads(call)),
  },
];

const byIds = (call: Call): readonly Message[] => {
  const ids = idsOf(call, "messageId");
  const threads = idsOf(call, "threadId");
  if (ids.length === 0 && threads.length === 0) throw badInput("messageId is missing");
  return select(call, (message) => ids.includes(message.id) || isOf(threads, message));
};

const byThreads = (call: Call): readonly Message[] => {
  const threads = idsOf(call, "threadId");
  if (threads.length === 0) throw badInput("threadId is missing");
  return select(call, (message) => isOf(threads, message));
};

const isOf = (threads: readonly string[], { threadId }: Message): boolean =>
  threadId !== undefined && threads.includes(threadId);

const select = (call: Call, isMeant: (message: Message) => boolean): readonly Message[] => {
  const folderId = textOf(call, "isFolderSpecific") === "true" ? requiredText(call, "folderId") : undefined;
  return [...call.store.messages.values()].filter(
    (message) => isMeant(message) && (folderId === undefined || message.folderId === folderId),
  );
};

function update(call: Call, messages: readonly Message[]) {
  const mode = requiredText(call, "mode");
  const prepare = Object.hasOwn(modes, mode) ? modes[mode] : undefined;
  if (!prepare) throw mismatch("mode does not fit its rule");
  const change = prepare(call);
  for (const message of messages) change(message);
  return done();
}

type Change = (message: Message) => void;

/** Modes by name; each checks its own keys before anything is changed. */
const modes: Readonly<Record<string, (call: Call) => Change>> = {
  markAsRead: () => (message) => {
    message.isRead = true;
  },
  markAsUnread: () => (message) => {
    message.isRead = false;
  },
  moveMessage: (call) => {
    const { id } = folderOf(call, requiredText(call, "destfolderId"));
    return (message) => moveMessage(message, id);
  },
  setFlag: (call) => {
    const name = requiredText(call, "flagid");
    const flag = flagNames.find((each) => each === name);
    if (flag === undefined) throw mismatch("flagid does not fit its rule");
    return (message) => {
      message.flag = flag;
    };
  },
  applyLabel: (call) => {
    const labels = labelsOf(call);
    return ({ labelIds }) => {
      for (const id of labels) labelIds.add(id);
    };
  },
  removeLabel: (call) => {
    const labels = labelsOf(call);
    return ({ labelIds }) => {
      for (const id of labels) labelIds.delete(id);
    };
  },
  removeAllLabels:
    () =>
    ({ labelIds }) =>
      labelIds.clear(),
  archiveMails: (call) => intoFolder(call, "Archive"),
  unArchiveMails: (call) => outOfFolder(call, "Archive"),
  moveToSpam: (call) => intoFolder(call, "Spam"),
  markNotSpam: (call) => outOfFolder(call, "Spam"),
};

const labelsOf = (call: Call): readonly string[] => {
  const ids = idsOf(call, "labelId");
  if (ids.length === 0) throw badInput("labelId is missing");
  for (const id of ids) labelOf(call, id);
  return ids;
};

const intoFolder = ({ store }: Call, name: "Archive" | "Spam"): Change => {
  const id = store.folderId(name);
  return (message) => moveMessage(message, id);
};

const outOfFolder = ({ store }: Call, name: "Archive" | "Spam"): Change => {
  const id = store.folderId(name);
  return (message) => {
    if (message.folderId === id) returnMessage(store, message);
  };
};
