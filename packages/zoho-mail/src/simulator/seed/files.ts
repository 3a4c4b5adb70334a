import type { Attachment } from "../records.js";

type File = Omit<Attachment, "id">;

/** A picture of one dot. */
const dot = Uint8Array.from(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
    "base64",
  ),
);

/** A photo that somebody attached. */
export const photo = (name: string): File => ({ name, contentType: "image/png", bytes: dot });

/** A picture shown within the text, as `<img src="cid:…">`. */
export const inlinePicture = (name: string, cid: string): File => ({ name, cid, contentType: "image/png", bytes: dot });

/** A document of one page with one line on it. */
export const pdf = (name: string, line: string): File => {
  const text = `BT /F1 12 Tf 72 720 Td (${line.replaceAll(/[^\x20-\x7e]|[()\\]/g, "?")}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  const body = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join("");
  const source = `%PDF-1.4\n${body}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\n%%EOF\n`;
  return { name, contentType: "application/pdf", bytes: Uint8Array.from(Buffer.from(source, "latin1")) };
};
