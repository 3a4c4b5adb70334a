import {
  type ComposedCall,
  ConnectorError,
  defineComposedOperation,
  isConnectorError,
  withErrorFields,
} from "@trunkline/core";
import { z } from "zod";
import type { Attachment } from "../schemas/attachments.js";
import type { Address } from "../schemas/common.js";
import type { MessageSummary } from "../schemas/messages.js";
import { addressInput, messageInput, recipientInput, SentMessage, type UploadedFile } from "../schemas/sending.js";
import { escapeHtml } from "../wire/text.js";
import { downloadAttachment, listAttachments, maxBase64FileBytes, uploadAttachment } from "./attachments.js";
import { helpPage } from "./facts.js";
import { getContent, getMessage } from "./message-reads.js";
import { sendMessage } from "./sending.js";

/** What is sent on in one mail: Zoho takes 40 MB, and base64 adds a third. Bytes. */
const maxTotalBytes = 25 * 1024 * 1024;

const input = z.object({
  ...messageInput,
  from: addressInput.describe("Sender, one of sendAddresses of zoho-mail.accounts.get"),
  ...recipientInput,
  note: z.string().max(100_000).optional().describe("HTML to put above the forwarded mail"),
  subject: z.string().max(998).optional().describe("Default: Fwd: and the subject of the mail"),
  includeAttachments: z.boolean().default(true).describe("False leaves the files out"),
});
type Forward = z.output<typeof input>;

/** A mail sent on to others. Zoho has no call for it: the mail is read, its files copied, and a new one sent. */
export const forwardMessage = defineComposedOperation({
  id: "zoho-mail.messages.forward",
  summary: "Forward a mail with its files",
  description:
    "Takes 4 requests and 2 more per file out of some 25 a minute. Sent at most once: when the outcome is unknown, look in the Sent folder first.",
  docs: helpPage("post-send-an-email"),
  effect: "write",
  idempotency: "none",
  input,
  output: SentMessage,
  scopes: [
    ["ZohoMail.messages.READ", "ZohoMail.messages.ALL"],
    ["ZohoMail.messages.CREATE", "ZohoMail.messages.ALL"],
  ],
  keywords: ["email", "pass on", "send on", "fwd", "hand on", "let somebody else see"],
  examples: [
    {
      title: "To the warehouse",
      input: {
        folderId: "5820114000000008008",
        messageId: "1784100000000100001",
        from: "kontor@nordlicht-tee.example",
        to: ["lager@nordlicht-tee.example"],
        note: "<p>Please pack.</p>",
      },
    },
  ],
  deadlineMs: 300_000,
  run: async (call, forward) => {
    const mail = await unsent(() => prepare(call, forward));
    return call.run(sendMessage, mail);
  },
});

/** Whatever fails before sending, nothing was sent. */
const unsent = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw isConnectorError(error) ? withErrorFields(error, { outcome: "not_executed" }) : error;
  }
};

const prepare = async (call: ComposedCall, forward: Forward) => {
  const { messageId, from, to, cc, bcc, note = "", subject } = forward;
  const message = await call.run(getMessage, { folderId: forward.folderId, messageId });
  // The folder of the path is not checked upstream; from here on the right one is used.
  const place = { folderId: message.folderId, messageId };
  const { content } = await call.run(getContent, { ...place, includeQuoted: true });
  const attachments = forward.includeAttachments ? await copyFiles(call, place) : [];
  return {
    from,
    to,
    cc,
    bcc,
    subject: subject ?? `Fwd: ${message.subject}`.slice(0, 998),
    content: `${note}${forwardedHead(message)}${content}`,
    ...(attachments.length > 0 && { attachments }),
  };
};

const copyFiles = async (call: ComposedCall, place: { folderId: string; messageId: string }) => {
  const { attachments } = await call.run(listAttachments, { ...place, includeInline: true });
  refuseTooMuch(attachments);
  const copies: UploadedFile[] = [];
  for (const { attachmentId, name, isInline } of attachments) {
    call.progress({ done: copies.length, total: attachments.length, message: "Copying files" });
    const { contentBase64 } = await call.run(downloadAttachment, {
      ...place,
      attachmentId,
      maxBytes: maxBase64FileBytes,
    });
    if (contentBase64 === "") continue;
    if (isInline)
      call.warn({ code: "INLINE_ATTACHED", message: `The picture ${name} is attached instead of shown in the text.` });
    copies.push(await call.run(uploadAttachment, { fileName: safeName(name), contentBase64 }));
  }
  return copies;
};

const refuseTooMuch = (attachments: readonly Attachment[]): void => {
  const totalBytes = attachments.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0);
  if (totalBytes <= maxTotalBytes && attachments.every(({ sizeBytes = 0 }) => sizeBytes <= maxBase64FileBytes)) return;
  throw new ConnectorError("REJECTED", {
    message: `The files of the mail have ${totalBytes} bytes, too much to forward.`,
    help: "Set includeAttachments to false, or forward it by hand.",
  });
};

/** A name that the upload takes. */
const safeName = (name: string): string => name.replace(/[/\\\r\n\0]/g, "_").slice(0, 255) || "file";

const forwardedHead = ({ from, to, subject, receivedAt }: MessageSummary): string =>
  [
    "<br><br>---- Forwarded message ----",
    `From: ${escapeHtml(from ? written(from) : "")}`,
    `To: ${escapeHtml(to.map(written).join(", "))}`,
    `Date: ${receivedAt}`,
    `Subject: ${escapeHtml(subject)}`,
    "<br>",
  ].join("<br>");

const written = ({ email, name }: Address): string => (name === undefined ? email : `"${name}" <${email}>`);
