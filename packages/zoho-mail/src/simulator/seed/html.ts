import type { Address } from "../records.js";

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Paragraphs as a mail program writes them. */
export const toHtml = (paragraphs: readonly string[]): string =>
  paragraphs.map((text) => `<div>${escapeHtml(text)}<br></div>`).join("\r\n");

/** A letter with greeting and name. */
export const letter = (greeting: string, paragraphs: readonly string[], name: string): string =>
  toHtml([`${greeting},`, ...paragraphs, "Viele Grüße", name]);

/** The mail that is answered, below the answer. */
export const quote = (from: Address, content: string): string =>
  `<blockquote>---- ${escapeHtml(from.name ?? from.email)} schrieb ----<br>${content}</blockquote>`;

/** A mail without what it quotes. */
export const withoutQuotes = (content: string): string => content.replace(/<blockquote>[\s\S]*<\/blockquote>/gi, "");
