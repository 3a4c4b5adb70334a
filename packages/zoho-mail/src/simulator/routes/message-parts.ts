import { type Call, flagParam, messageOf, type Route, wordParam } from "../call.js";
import { moveMessage } from "../messages.js";
import { headersOf, headerText, mimeText } from "../mime.js";
import type { Attachment } from "../records.js";
import { done, fileReply, missing } from "../replies.js";
import { toOlderRow, toRow } from "../rows.js";
import { withoutQuotes } from "../seed/html.js";

const area = "messages";
const one = "/accounts/:accountId/folders/:folderId/messages/:messageId";

/** One mail and its parts. The folder in the path is not looked at. */
export const messagePartRoutes: readonly Route[] = [
  { method: "GET", path: `${one}/details`, area, handle: details },
  { method: "GET", path: `${one}/content`, area, params: ["includeBlockContent"], handle: content },
  { method: "GET", path: `${one}/header`, area, params: ["raw"], handle: header },
  { method: "GET", path: "/accounts/:accountId/messages/:messageId/originalmessage", area, handle: original },
  { method: "GET", path: `${one}/attachmentinfo`, area, params: ["includeInline"], handle: attachmentInfo },
  { method: "GET", path: `${one}/attachments/:attachmentId`, area, handle: attachment },
  { method: "GET", path: `${one}/inline`, area, params: ["contentId", "fileName"], handle: inline },
  { method: "DELETE", path: one, area, params: ["expunge"], handle: remove },
];

function details(call: Call) {
  const row = toRow(call.store, messageOf(call));
  return done(call.hasOlderRows ? toOlderRow(row) : row);
}

/** The id comes as a bare number of 19 digits. Quoted mails are left out unless they are asked for. */
function content(call: Call) {
  const withQuotes = flagParam(call, "includeBlockContent");
  const { id, content: text } = messageOf(call);
  return done({ messageId: BigInt(id), content: withQuotes ? text : withoutQuotes(text) });
}

function header(call: Call) {
  const message = messageOf(call);
  if (wordParam(call, "raw", ["true", "false"], "true") === "true")
    return done({ messageId: message.id, headerContent: headerText(message) });
  const byName: Record<string, string[]> = {};
  for (const [name, value] of headersOf(message)) byName[name] = [...(byName[name] ?? []), value];
  return done({ messageId: message.id, headerContent: byName });
}

/** Here, too, the id is a bare number. */
function original(call: Call) {
  const message = messageOf(call);
  return done({ messageId: BigInt(message.id), content: mimeText(message) });
}

function attachmentInfo(call: Call) {
  const { id, attachments } = messageOf(call);
  const withInline = flagParam(call, "includeInline");
  return done({
    attachments: attachments.filter(({ cid }) => cid === undefined).map(toInfo),
    ...(withInline && { inline: attachments.filter(({ cid }) => cid !== undefined).map(toInfo) }),
    messageId: id,
  });
}

const toInfo = ({ id, name, bytes, cid }: Attachment) => ({
  ...(cid !== undefined && { cid }),
  attachmentSize: bytes.length,
  attachmentName: name,
  attachmentId: id,
});

function attachment(call: Call) {
  const file = messageOf(call).attachments.find(({ id }) => id === call.ids.attachmentId);
  if (!file) throw missing("No such attachment");
  return fileReply(file.bytes, file.name);
}

function inline(call: Call) {
  const wanted = call.query.get("contentId");
  const file = messageOf(call).attachments.find(({ cid }) => cid !== undefined && cid === wanted);
  if (!file) throw missing("No such inline picture");
  return fileReply(file.bytes, file.name);
}

/**
 * To the trash; with `expunge`, or when it is there already, for good. Whether the service really does the latter is
 * not documented: the simulator takes the reading that punishes a blind repeat.
 */
function remove(call: Call) {
  const { store } = call;
  const message = messageOf(call);
  const isFinal = flagParam(call, "expunge") || message.folderId === store.folderId("Trash");
  if (isFinal) store.messages.delete(message.id);
  else moveMessage(message, store.folderId("Trash"));
  return done({ cId: 0 });
}
