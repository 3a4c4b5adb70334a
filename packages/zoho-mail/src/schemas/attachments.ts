import { z } from "zod";
import { present } from "../wire/present.js";
import { optionalNumber, optionalText, wireId, wireText } from "../wire/scalars.js";
import { id } from "./common.js";

/** A file of a mail. */
export const Attachment = z.object({
  attachmentId: id("Attachment id"),
  name: z.string(),
  sizeBytes: z.number().optional(),
  isInline: z.boolean().describe("A picture shown within the text"),
  contentId: z.string().optional().describe("What the text refers to it by, without cid:"),
});
/** A file of a mail. */
export type Attachment = z.infer<typeof Attachment>;

const FileWire = z.looseObject({
  attachmentId: wireId,
  attachmentName: wireText,
  attachmentSize: optionalNumber,
  cid: optionalText,
});
const files = z.array(FileWire).nullish();

/** `attachmentinfo` of a mail. */
export const AttachmentInfoWire = z.looseObject({ attachments: files, inline: files });

/** Attachments and inline pictures in one list. */
export const toAttachments = ({ attachments, inline }: z.output<typeof AttachmentInfoWire>): Attachment[] => [
  ...(attachments ?? []).map((file) => toAttachment(file, false)),
  ...(inline ?? []).map((file) => toAttachment(file, true)),
];

const toAttachment = (file: z.output<typeof FileWire>, isInline: boolean): Attachment => ({
  attachmentId: file.attachmentId,
  name: file.attachmentName,
  isInline,
  ...present({ sizeBytes: file.attachmentSize, contentId: file.cid }),
});
