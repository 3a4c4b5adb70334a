import { z } from "zod";
import { present } from "../wire/present.js";
import { optionalText, optionalWireId, wireId, wireText } from "../wire/scalars.js";
import { id, openEnum } from "./common.js";

/** A person or project that a task names. */
const Named = z.object({ id: id("Id").optional(), name: z.string().optional() });

/** A personal task. */
export const Task = z.object({
  taskId: id("Task id"),
  title: z.string(),
  description: z.string().optional(),
  status: openEnum(["In Progress", "Completed"], "State").optional(),
  priority: openEnum(["High", "Medium", "Low"], "Priority").optional(),
  dueDate: z.string().optional().describe("As Zoho writes it"),
  createdAt: z.string().optional().describe("ISO 8601 with offset"),
  modifiedAt: z.string().optional().describe("ISO 8601 with offset"),
  project: Named.optional(),
  owner: Named.optional().describe("id is the user number"),
  assignee: Named.optional().describe("id is the user number"),
});
/** A personal task. */
export type Task = z.infer<typeof Task>;

const NamedWire = z.looseObject({ id: optionalWireId, name: optionalText }).nullish().catch(undefined);

/** A task, alone or in a list. */
export const TaskWire = z.looseObject({
  id: wireId,
  title: wireText,
  description: optionalText,
  status: optionalText,
  priority: optionalText,
  dueDate: optionalText,
  createdAt: optionalText,
  modifiedTime: optionalText,
  project: NamedWire,
  owner: NamedWire,
  assignee: NamedWire,
});

const toNamed = (wire: z.output<typeof NamedWire>) =>
  wire && (wire.id !== undefined || wire.name !== undefined) ? present({ id: wire.id, name: wire.name }) : undefined;

/** A task as we promise it. */
export const toTask = (wire: z.output<typeof TaskWire>): Task => ({
  taskId: wire.id,
  title: wire.title,
  ...present({
    description: wire.description,
    status: wire.status,
    priority: wire.priority,
    dueDate: wire.dueDate,
    createdAt: wire.createdAt,
    modifiedAt: wire.modifiedTime,
    project: toNamed(wire.project),
    owner: toNamed(wire.owner),
    assignee: toNamed(wire.assignee),
  }),
});
