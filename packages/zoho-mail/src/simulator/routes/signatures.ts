import { type Call, type Route, requiredText, textOf } from "../call.js";
import type { Signature } from "../records.js";
import { created, done, mismatch, missing } from "../replies.js";

const area = "accounts";
const path = "/accounts/signature";

/** Signatures: one path for all of them, the id in the body or in the query. */
export const signatureRoutes: readonly Route[] = [
  { method: "GET", path, area, handle: ({ store }) => done([...store.signatures.values()].map(toSignatureRow)) },
  { method: "POST", path, area, keys: ["name", "content", "position", "assignUsers"], handle: create },
  { method: "PUT", path, area, keys: ["id", "name", "content", "position", "assignUsers"], handle: update },
  { method: "DELETE", path, area, params: ["id"], handle: remove },
];

function create(call: Call) {
  const signature: Signature = {
    id: call.store.ids.ofMailbox(),
    name: requiredText(call, "name"),
    content: requiredText(call, "content"),
    position: checkedPosition(call) ?? 0,
  };
  call.store.signatures.set(signature.id, signature);
  return created(toSignatureRow(signature));
}

function update(call: Call) {
  const signature = find(call, requiredText(call, "id"));
  const position = checkedPosition(call);
  signature.name = textOf(call, "name") ?? signature.name;
  signature.content = textOf(call, "content") ?? signature.content;
  signature.position = position ?? signature.position;
  return done(toSignatureRow(signature));
}

function remove(call: Call) {
  call.store.signatures.delete(find(call, call.query.get("id") ?? "").id);
  return done();
}

const find = ({ store }: Call, id: string): Signature => {
  const signature = store.signatures.get(id);
  if (!signature) throw missing("No such signature");
  return signature;
};

const checkedPosition = (call: Call): number | undefined => {
  const text = textOf(call, "position");
  if (text !== undefined && !/^[01]$/.test(text)) throw mismatch("position does not fit its rule");
  return text === undefined ? undefined : Number(text);
};

const toSignatureRow = ({ id, name, content, position }: Signature) => ({
  name,
  signatureType: "USER_SIGNATURE",
  id,
  position,
  content,
});
