import { addressesOf, type Call, messageOf, type Route, requiredText, textOf } from "../call.js";
import { readCompose } from "../compose.js";
import { dispatch } from "../dispatch.js";
import { addMessage, findByMailId } from "../messages.js";
import type { Message } from "../records.js";
import { done, mismatch } from "../replies.js";

const area = "messages";
const keys = [
  ...["fromAddress", "toAddress", "ccAddress", "bccAddress", "subject", "content", "mailFormat", "askReceipt"],
  ...["encoding", "attachments", "isSchedule", "scheduleType", "scheduleTime", "timeZone"],
];

/** Sending, storing and answering. The answer repeats the input and adds two ids. */
export const sendingRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/accounts/:accountId/messages",
    area,
    keys: [...keys, "mode", "inReplyTo", "refHeader"],
    handle: send,
  },
  {
    method: "POST",
    path: "/accounts/:accountId/messages/:messageId",
    area,
    keys: [...keys, "action"],
    handle: answer,
  },
];

function send(call: Call) {
  const { store } = call;
  const mode = textOf(call, "mode");
  if (mode !== undefined && mode !== "draft" && mode !== "template") throw mismatch("mode does not fit its rule");
  const facts = readCompose(call, { needsRecipient: mode === undefined });
  const inReplyTo = textOf(call, "inReplyTo");
  const references = (textOf(call, "refHeader") ?? "").split(/\s+/).filter((part) => part !== "");
  const mail = { ...facts, references, ...(inReplyTo !== undefined && { inReplyTo }) };
  if (mode === undefined) {
    const parent = inReplyTo === undefined ? undefined : findByMailId(store, inReplyTo);
    if (parent) parent.isReplied = true;
    return echo(call, dispatch(call, mail));
  }
  const folderId = store.folderId(mode === "draft" ? "Drafts" : "Templates");
  return echo(call, addMessage(store, { ...mail, folderId, isRead: true }));
}

/** The documents print the action with a capital, recordings have it in lower case. */
function answer(call: Call) {
  const parent = messageOf(call);
  if (requiredText(call, "action").toLowerCase() !== "reply") throw mismatch("action does not fit its rule");
  const facts = readCompose(call, { needsRecipient: false });
  const to = facts.to.length > 0 ? addressesOf(call, "toAddress") : [parent.from];
  const subject = facts.subject || (/^(re|aw):/i.test(parent.subject) ? parent.subject : `Re: ${parent.subject}`);
  parent.isReplied = true;
  const references = [...parent.references, parent.mailId];
  return echo(call, dispatch(call, { ...facts, to, subject, references, inReplyTo: parent.mailId }));
}

const echo = ({ body }: Call, { id, mailId }: Message) => done({ ...body, messageId: id, mailId });
