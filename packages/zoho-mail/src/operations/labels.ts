import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { oneRequest } from "../quotas.js";
import { idInput } from "../schemas/common.js";
import { Label, LabelWire, toLabel } from "../schemas/labels.js";
import { decodeData, decodeDone, rowsOf } from "../wire/envelope.js";
import { mailboxPath } from "../wire/mailbox.js";
import { present } from "../wire/present.js";
import { refuseInput } from "../wire/refuse.js";
import { helpPage, oneMinuteMs, scope } from "./facts.js";
import { inMailbox } from "./in-mailbox.js";

const labelId = idInput("Label id");
const name = z.string().trim().min(1).max(255).describe("Name of the label");
const color = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, "Expected a colour such as #00A86B")
  .describe("Colour, e.g. #00A86B");
const docs = helpPage("labels-api");

/** Every label of the mailbox. */
export const listLabels = inMailbox(
  defineOperation({
    id: "zoho-mail.labels.list",
    summary: "List all labels of the mailbox",
    docs,
    effect: "read",
    input: z.object({}),
    output: z.object({ labels: z.array(Label) }),
    scopes: scope("tags", "READ"),
    keywords: ["tags", "categories"],
    examples: [{ title: "All labels", input: {} }],
    request: (_, context) => ({ method: "GET", path: mailboxPath(context, "/labels") }),
    response: decodeData(rowsOf(LabelWire), (labels) => ({ labels: labels.map(toLabel) })),
    quota: oneRequest,
    cache: { ttlMs: oneMinuteMs },
  }),
);

/** A new label. */
export const createLabel = inMailbox(
  defineOperation({
    id: "zoho-mail.labels.create",
    summary: "Create a label",
    description: "Not repeated by itself: after a time-out look for the name with zoho-mail.labels.list first.",
    docs,
    effect: "write",
    idempotency: "none",
    input: z.object({ name, color: color.default("#00A86B") }),
    verify: {
      read: async (call, { input }) => {
        const { labels: known } = await call.run(listLabels, {});
        const found = known.find((label) => label.name.toLowerCase() === input.name.toLowerCase());
        return found ? { outcome: "executed", data: found } : { outcome: "not_executed" };
      },
    },
    output: Label,
    scopes: scope("tags", "CREATE"),
    keywords: ["new tag", "add category"],
    examples: [{ title: "A label for complaints", input: { name: "Complaint", color: "#FF0000" } }],
    request: (input, context) => ({
      method: "POST",
      path: mailboxPath(context, "/labels"),
      body: { displayName: input.name, color: input.color },
    }),
    response: decodeData(LabelWire, toLabel),
    quota: oneRequest,
  }),
);

/** Another name or colour for a label. */
export const updateLabel = inMailbox(
  defineOperation({
    id: "zoho-mail.labels.update",
    summary: "Change the name or colour of a label",
    docs,
    effect: "write",
    idempotency: "natural",
    input: z.object({ labelId, name: name.optional(), color: color.optional() }),
    output: z.object({ labelId: z.string() }),
    scopes: scope("tags", "UPDATE"),
    keywords: ["rename tag", "recolour"],
    examples: [{ title: "Rename", input: { labelId: "5820114000000011002", name: "Settled" } }],
    request: (input, context) => {
      if (input.name === undefined && input.color === undefined)
        throw refuseInput([{ path: "", message: "Give name, color or both" }]);
      return {
        method: "PUT",
        path: mailboxPath(context, `/labels/${input.labelId}`),
        body: present({ displayName: input.name, color: input.color }),
      };
    },
    response: decodeDone(({ input }: { input: { labelId: string } }) => ({ labelId: input.labelId })),
    quota: oneRequest,
  }),
);

/** A label gone for good. */
export const deleteLabel = inMailbox(
  defineOperation({
    id: "zoho-mail.labels.delete",
    summary: "Delete a label and take it off all mails",
    description: "NOT_FOUND after a time-out says that the first attempt succeeded.",
    docs,
    effect: "destroy",
    idempotency: "natural",
    input: z.object({ labelId }),
    output: z.object({ labelId: z.string() }),
    scopes: scope("tags", "DELETE"),
    keywords: ["remove tag", "category"],
    examples: [{ title: "By id", input: { labelId: "5820114000000011002" } }],
    request: (input, context) => ({ method: "DELETE", path: mailboxPath(context, `/labels/${input.labelId}`) }),
    response: decodeDone(({ input }: { input: { labelId: string } }) => ({ labelId: input.labelId })),
    quota: oneRequest,
  }),
);

/** Branch `labels` of the tree. */
export const labels = { list: listLabels, create: createLabel, update: updateLabel, delete: deleteLabel };
