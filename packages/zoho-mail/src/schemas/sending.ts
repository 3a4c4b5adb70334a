import { z } from "zod";
import { present } from "../wire/present.js";
import { refuseInput } from "../wire/refuse.js";
import { optionalText, wireId } from "../wire/scalars.js";
import { id, idInput } from "./common.js";

const addressPattern = /^(?:[^<>\r\n]*<)?[^\s<>,;"@]+@[^\s<>,;"@]+>?$/;

/** One address as a header writes it. */
export const addressInput = z
  .string()
  .max(500)
  .regex(addressPattern, 'Expected one address: tee@nordlicht.example or "Nordlicht Tee" <tee@nordlicht.example>');

const addresses = (what: string) => z.array(addressInput).min(1).max(500).describe(what);

/** A file that was uploaded before. */
export const UploadedFile = z.object({
  storeName: z.string().min(1),
  attachmentName: z.string().min(1),
  attachmentPath: z.string().min(1),
});
/** A file that was uploaded before. */
export type UploadedFile = z.infer<typeof UploadedFile>;

/** Who gets a mail. */
export const recipientInput = {
  to: addresses("Recipients"),
  cc: addresses("Copies").optional(),
  bcc: addresses("Blind copies").optional(),
};

/** What every mail that is sent has. */
export const composeInput = {
  from: addressInput.describe("Sender, one of sendAddresses of zoho-mail.accounts.get"),
  ...recipientInput,
  subject: z.string().max(998).optional(),
  content: z.string().describe("Text of the mail, HTML unless format is plaintext"),
  format: z.enum(["html", "plaintext"]).default("html"),
  askReceipt: z.boolean().default(false).describe("Ask for a read receipt"),
  attachments: z.array(UploadedFile).max(100).optional().describe("Results of zoho-mail.attachments.upload, unchanged"),
};

interface Composed {
  readonly from: string;
  readonly to: readonly string[];
  readonly cc?: readonly string[] | undefined;
  readonly bcc?: readonly string[] | undefined;
  readonly subject?: string | undefined;
  readonly content: string;
  readonly format: "html" | "plaintext";
  readonly askReceipt?: boolean;
  readonly attachments?: readonly UploadedFile[] | undefined;
}

/** Largest text of a mail: Zoho takes 40 MB with attachments. Characters. */
const maxContent = 10_000_000;

/** The fields of a mail as Zoho names them; it refuses any other. */
export const toMailBody = (mail: Composed): Record<string, unknown> => {
  if (mail.content.length > maxContent)
    throw refuseInput([{ path: "content", message: `At most ${maxContent} characters; attach the rest` }]);
  return present({
    fromAddress: mail.from,
    toAddress: mail.to.join(","),
    ccAddress: mail.cc?.join(","),
    bccAddress: mail.bcc?.join(","),
    subject: mail.subject,
    content: mail.content,
    mailFormat: mail.format,
    askReceipt: mail.askReceipt ? "yes" : undefined,
    attachments: mail.attachments,
  });
};

/** What a mail that was sent or stored is known by. */
export const SentMessage = z.object({
  messageId: id("Message id of the sent or stored copy"),
  rfcMessageId: z.string().optional().describe("Message-ID header"),
});
/** What a mail that was sent or stored is known by. */
export type SentMessage = z.infer<typeof SentMessage>;

/** The echo of a mail that was sent, with its ids. */
export const SentWire = z.looseObject({ messageId: wireId, mailId: optionalText });

/** The ids alone: the echo repeats what the caller knows. */
export const toSentMessage = ({ messageId, mailId }: z.output<typeof SentWire>): SentMessage => ({
  messageId,
  ...present({ rfcMessageId: mailId }),
});

/** Which mail is meant. */
export const messageInput = {
  folderId: idInput("Folder that the mail lies in"),
  messageId: idInput("Message id"),
};
