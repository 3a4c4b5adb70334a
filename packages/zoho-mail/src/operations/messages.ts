import { forwardMessage } from "./forward.js";
import {
  archiveMessages,
  flagMessages,
  labelMessages,
  markRead,
  markUnread,
  moveMessages,
  spamMessages,
} from "./message-changes.js";
import { deleteMessage } from "./message-delete.js";
import { listMessages, searchMessages } from "./message-lists.js";
import { getContent, getHeaders, getMessage, getOriginal } from "./message-reads.js";
import { replyToMessage, scheduleMessage, sendMessage } from "./sending.js";

/** Branch `messages` of the tree. */
export const messages = {
  list: listMessages,
  search: searchMessages,
  get: getMessage,
  content: getContent,
  headers: getHeaders,
  original: getOriginal,
  send: sendMessage,
  schedule: scheduleMessage,
  reply: replyToMessage,
  forward: forwardMessage,
  markRead,
  markUnread,
  flag: flagMessages,
  move: moveMessages,
  label: labelMessages,
  archive: archiveMessages,
  spam: spamMessages,
  delete: deleteMessage,
};
