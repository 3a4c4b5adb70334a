import { type Call, labelOf, type Route, requiredText, textOf } from "../call.js";
import type { Label } from "../records.js";
import { badInput, created, done, mismatch } from "../replies.js";
import { mailboxIds } from "../store.js";

const area = "tags";
const all = "/accounts/:accountId/labels";
const one = "/accounts/:accountId/labels/:labelId";
const keys = ["displayName", "color"];

/** Labels; their scope is that of tags. */
export const labelRoutes: readonly Route[] = [
  {
    method: "GET",
    path: all,
    area,
    handle: (call) => done([...call.store.labels.values()].map((label) => toLabelRow(call, label))),
  },
  { method: "POST", path: all, area, keys, handle: create },
  { method: "GET", path: one, area, handle: (call) => done(toLabelRow(call, pathLabel(call))) },
  { method: "PUT", path: one, area, keys, handle: update },
  { method: "DELETE", path: one, area, handle: remove },
];

const pathLabel = (call: Call): Label => labelOf(call, call.ids.labelId ?? "");

function create(call: Call) {
  const { store } = call;
  const name = requiredText(call, "displayName");
  requireFree(call, name);
  const color = checkedColor(call) ?? "#808080";
  const sequence = Math.max(0, ...[...store.labels.values()].map((each) => each.sequence)) + 1;
  const label: Label = { id: store.ids.ofMailbox(), name, color, sequence };
  store.labels.set(label.id, label);
  return created(toLabelRow(call, label));
}

function update(call: Call) {
  const label = pathLabel(call);
  const name = textOf(call, "displayName");
  const color = checkedColor(call);
  if (name !== undefined && name !== label.name) {
    requireFree(call, name);
    label.name = name;
  }
  if (color !== undefined) label.color = color;
  return done();
}

function remove(call: Call) {
  const { id } = pathLabel(call);
  call.store.labels.delete(id);
  for (const { labelIds } of call.store.messages.values()) labelIds.delete(id);
  return done();
}

const requireFree = ({ store }: Call, name: string): void => {
  for (const label of store.labels.values())
    if (label.name.toLowerCase() === name.toLowerCase()) throw badInput("A label of that name already exists");
};

const checkedColor = (call: Call): string | undefined => {
  const color = textOf(call, "color");
  if (color !== undefined && !/^#[0-9a-f]{6}$/i.test(color)) throw mismatch("color does not fit its rule");
  return color;
};

const toLabelRow = ({ origin }: Call, { id, name, color, sequence }: Label) => ({
  sequence,
  labelId: id,
  color,
  tagId: id,
  displayName: name,
  URI: `${origin}/api/accounts/${mailboxIds.accountId}/labels/${id}`,
});
