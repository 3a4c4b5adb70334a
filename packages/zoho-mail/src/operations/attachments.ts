import {
  ConnectorError,
  defineOperation,
  fileNameOf,
  type RequestContext,
  type RequestSpec,
  withDownload,
  withUpload,
} from "@trunkline/core";
import { z } from "zod";
import { oneRequest } from "../quotas.js";
import { Attachment, AttachmentInfoWire, toAttachments } from "../schemas/attachments.js";
import { idInput } from "../schemas/common.js";
import { messageInput, UploadedFile } from "../schemas/sending.js";
import { decodeData } from "../wire/envelope.js";
import { isEnvelope } from "../wire/fault.js";
import { mailboxPath } from "../wire/mailbox.js";
import { present } from "../wire/present.js";
import { refuseInput } from "../wire/refuse.js";
import { wireId } from "../wire/scalars.js";
import { helpPage, oneDayMs, scope, untrusted } from "./facts.js";
import { inMailbox } from "./in-mailbox.js";
import { messagePath } from "./message-reads.js";

const MiB = 1024 * 1024;
/** Largest file as base64, either way: the cap of replies is 32 MiB. Bytes. */
export const maxBase64FileBytes = 20 * MiB;
const usualBase64FileBytes = 5 * MiB;
/** Largest file that can be sent at all: Zoho takes 40 MB a mail. Bytes. */
const maxSentFileBytes = 40 * MiB;
const transferMs = 120_000;

/** Files of a mail. */
export const listAttachments = inMailbox(
  defineOperation({
    id: "zoho-mail.attachments.list",
    summary: "List the files of one mail",
    description: "Names and sizes; read one with zoho-mail.attachments.download.",
    docs: helpPage("get-attach-info"),
    effect: "read",
    input: z.object({
      ...messageInput,
      includeInline: z.boolean().default(false).describe("With the pictures shown within the text"),
    }),
    output: z.object({ attachments: z.array(Attachment) }),
    scopes: scope("messages", "READ"),
    keywords: ["files", "documents", "invoices", "email", "what is attached", "pictures"],
    examples: [
      { title: "Files of a mail", input: { folderId: "5820114000000008008", messageId: "1784100000000100001" } },
    ],
    request: (input, context) => ({
      method: "GET",
      path: mailboxPath(context, messagePath(input, "/attachmentinfo")),
      query: { includeInline: input.includeInline },
    }),
    response: decodeData(AttachmentInfoWire, (info) => ({ attachments: toAttachments(info) })),
    quota: oneRequest,
    cache: { ttlMs: oneDayMs },
  }),
);

/** A file of a mail: whole as base64, or with `stream` as it comes. */
const download = withDownload(
  defineOperation({
    id: "zoho-mail.attachments.download",
    summary: "Download one file of a mail",
    description: `The file comes whole, as base64. ${untrusted}`,
    docs: helpPage("get-attachment-content"),
    effect: "read",
    input: z.object({
      ...messageInput,
      attachmentId: idInput("Attachment id, from zoho-mail.attachments.list"),
      maxBytes: z
        .number()
        .int()
        .min(1)
        .max(maxBase64FileBytes)
        .optional()
        .describe("A larger file is refused; default 5 MiB, at most 20 MiB"),
    }),
    output: z.object({
      fileName: z.string().optional(),
      contentType: z.string().optional(),
      sizeBytes: z.number(),
      contentBase64: z.string(),
    }),
    scopes: scope("messages", "READ"),
    keywords: ["file", "document", "save", "invoice", "email", "open a file", "pdf", "picture"],
    examples: [
      {
        title: "A file",
        input: {
          folderId: "5820114000000008008",
          messageId: "1784100000000100001",
          attachmentId: "139301194963480040",
        },
      },
    ],
    timeoutMs: transferMs,
    deadlineMs: transferMs,
    request: ({ attachmentId, ...place }, context) => ({
      method: "GET",
      path: mailboxPath(context, messagePath(place, `/attachments/${attachmentId}`)),
      headers: { accept: "*/*" },
    }),
    response: (reply, { input }) => {
      const sizeBytes = reply.bytes.byteLength;
      const { maxBytes = usualBase64FileBytes } = input;
      if (sizeBytes > maxBytes)
        throw new ConnectorError("REPLY_TOO_LARGE", {
          message: `The file has ${sizeBytes} bytes, more than the ${maxBytes} allowed.`,
          help: "Raise maxBytes, at most 20 MiB, or take the file as a stream.",
        });
      return {
        sizeBytes,
        contentBase64: Buffer.from(reply.bytes).toString("base64"),
        ...present({
          fileName: fileNameOf(reply.headers["content-disposition"]),
          contentType: reply.headers["content-type"],
        }),
      };
    },
    quota: oneRequest,
    cache: { ttlMs: oneDayMs },
  }),
  { isFile: (head) => !isEnvelope(head), maxBytes: ({ maxBytes }) => maxBytes },
);

/** A file of a mail: whole as base64, or with `stream` as it comes. */
export const downloadAttachment = inMailbox(download);

const maxBase64 = Math.ceil(maxBase64FileBytes / 3) * 4;

const uploadRequest = (
  { fileName, isInline }: { readonly fileName: string; readonly isInline: boolean },
  context: RequestContext,
): RequestSpec => ({
  method: "POST",
  path: mailboxPath(context, "/messages/attachments"),
  query: { fileName, ...(isInline && { isInline }) },
  headers: { "content-type": "application/octet-stream" },
});

const upload = withUpload(
  defineOperation({
    id: "zoho-mail.attachments.upload",
    summary: "Upload a file to attach to a mail",
    description:
      "Put the result unchanged into attachments when sending; how long it is kept unused is not documented.",
    docs: helpPage("post-upload-attachments"),
    effect: "write",
    // A repeat leaves a second copy that nobody refers to.
    idempotency: "natural",
    input: z.object({
      fileName: z
        .string()
        .min(1)
        .max(255)
        .regex(/^[^/\\\r\n\0]+$/, "Expected a name without a path"),
      contentBase64: z.base64().max(maxBase64).describe("The file as base64, at most 20 MiB of bytes"),
      isInline: z.boolean().default(false).describe("True for a picture to be shown within the text"),
    }),
    output: UploadedFile,
    scopes: scope("messages", "CREATE"),
    keywords: ["attach", "file", "document", "email", "add a file", "pdf", "picture"],
    examples: [{ title: "A text", input: { fileName: "order.txt", contentBase64: "TW9pbg==" } }],
    timeoutMs: transferMs,
    deadlineMs: transferMs,
    request: ({ fileName, contentBase64, isInline }, context) => {
      const bytes = Buffer.from(contentBase64, "base64");
      if (bytes.byteLength === 0) throw refuseInput([{ path: "contentBase64", message: "The file is empty" }]);
      return { ...uploadRequest({ fileName, isInline }, context), body: bytes };
    },
    response: decodeData(
      z.looseObject({ storeName: wireId, attachmentName: wireId, attachmentPath: wireId }),
      ({ storeName, attachmentName, attachmentPath }) => ({ storeName, attachmentName, attachmentPath }),
    ),
    quota: oneRequest,
  }),
  { replaces: "contentBase64", maxBytes: maxSentFileBytes, request: uploadRequest },
);

/** A file that can be attached: from base64, or with `stream` from any source of bytes. */
export const uploadAttachment = inMailbox(upload);

/** Branch `attachments` of the tree. */
export const attachments = { list: listAttachments, download: downloadAttachment, upload: uploadAttachment };
