import type { SimulatorReply } from "@trunkline/core/simulator";
import { type Call, flagParam, type Route, wordParam } from "../call.js";
import type { Upload } from "../records.js";
import { badInput, done } from "../replies.js";
import { hexOf, mailboxIds } from "../store.js";

const mostBytes = 40 * 1024 * 1024;

/** Uploads of files that mails will carry: raw bytes under a name, or a form with several. */
export const attachmentRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/accounts/:accountId/messages/attachments",
    area: "messages",
    params: ["fileName", "isInline", "uploadType"],
    handle: upload,
  },
];

async function upload(call: Call): Promise<SimulatorReply> {
  const isInline = flagParam(call, "isInline");
  if (wordParam(call, "uploadType", ["multipart", ""], "") === "multipart") {
    const files = await readForm(call);
    if (files.length === 0) throw badInput("attach is missing");
    return done(files.map(({ name, bytes }) => toReply(keep(call, name, bytes, isInline))));
  }
  const name = call.query.get("fileName");
  if (name === null || name === "") throw badInput("fileName is missing");
  return done(toReply(keep(call, name, call.request.body, isInline)));
}

const readForm = async ({ request }: Call) => {
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("multipart/form-data")) throw badInput("The body is not a form");
  const form = await new Response(Buffer.from(request.body), { headers: { "content-type": type } }).formData();
  const files = form.getAll("attach").filter((part) => typeof part !== "string");
  return Promise.all(files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));
};

const keep = ({ store }: Call, name: string, bytes: Uint8Array, isInline: boolean): Upload => {
  if (bytes.length > mostBytes) throw badInput("The file is larger than a mail may be");
  const file = {
    storeName: String(mailboxIds.zuid),
    attachmentName: name,
    attachmentPath: `/Mail/${hexOf(`upload ${store.ids.ofAttachment()}`, 21)}-${name}`,
    bytes: Uint8Array.from(bytes),
    isInline,
  };
  store.uploads.set(file.attachmentPath, file);
  return file;
};

const toReply = ({ storeName, attachmentName, attachmentPath }: Upload) => ({
  storeName,
  attachmentName,
  attachmentPath,
});
