import { headerAddress } from "./addresses.js";
import type { Address, Attachment, Message } from "./records.js";

/** Headers of a mail in their order. Long ones are folded with a line break and a space. */
export const headersOf = (message: Message): readonly (readonly [name: string, value: string])[] => {
  const list = (addresses: readonly Address[]) => addresses.map(headerAddress).join(",\r\n ");
  const host = message.from.email.split("@")[1] ?? "example.com";
  return [
    ["Return-Path", `<${message.from.email}>`],
    [
      "Received",
      `from mx.${host} by mx.zohomail.example with SMTPS id ${message.id};\r\n ${rfcDate(message.receivedAt)}`,
    ],
    ["Date", rfcDate(message.receivedAt)],
    ["From", encodeWords(headerAddress(message.from))],
    ["To", encodeWords(list(message.to))],
    ...(message.cc.length > 0 ? [["Cc", encodeWords(list(message.cc))] as const] : []),
    ["Message-ID", message.mailId],
    ...(message.inReplyTo === undefined ? [] : [["In-Reply-To", message.inReplyTo] as const]),
    ...(message.references.length === 0 ? [] : [["References", message.references.join("\r\n ")] as const]),
    ["Subject", encodeWords(message.subject)],
    ["MIME-Version", "1.0"],
    ["Content-Type", contentType(message)],
  ];
};

/** One text with all headers, as `raw=true` gives it. */
export const headerText = (message: Message): string =>
  `${headersOf(message)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\r\n")}\r\n`;

/** The whole mail as it travelled. */
export const mimeText = (message: Message): string => {
  const body = textPart(message);
  if (message.attachments.length === 0)
    return `${headerText(message)}Content-Transfer-Encoding: base64\r\n\r\n${body}\r\n`;
  const mark = boundary(message);
  const parts = [
    `Content-Type: ${textType(message)}\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}`,
    ...message.attachments.map(filePart),
  ];
  return `${headerText(message)}\r\n--${mark}\r\n${parts.join(`\r\n--${mark}\r\n`)}\r\n--${mark}--\r\n`;
};

const boundary = ({ id }: Message): string => `----=_Part_${id}`;
const textType = ({ isPlain }: Message): string => `text/${isPlain ? "plain" : "html"}; charset="UTF-8"`;
const contentType = (message: Message): string =>
  message.attachments.length === 0 ? textType(message) : `multipart/mixed;\r\n boundary="${boundary(message)}"`;

const base64 = (bytes: Uint8Array): string =>
  (
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,76}/g) ?? []
  ).join("\r\n");
const textPart = ({ content }: Message): string => base64(Buffer.from(content, "utf8"));

const filePart = ({ name, contentType: type, bytes, cid }: Attachment): string =>
  [
    `Content-Type: ${type}; name="${name}"`,
    "Content-Transfer-Encoding: base64",
    `Content-Disposition: ${cid === undefined ? "attachment" : "inline"}; filename="${name}"`,
    ...(cid === undefined ? [] : [`Content-ID: <${cid}>`]),
    "",
    base64(bytes),
  ].join("\r\n");

/** `Thu, 11 Jun 2026 07:25:34 +0000` */
const rfcDate = (at: number): string => new Date(at).toUTCString().replace("GMT", "+0000");

/** Words beyond ASCII as RFC 2047 has them. */
const encodeWords = (text: string): string =>
  text.replace(/[^\s"<>]*[^\x20-\x7e\s][^\s"<>]*/g, (word) => `=?UTF-8?B?${Buffer.from(word).toString("base64")}?=`);
