import { ConnectorError, defineOperation, type ResponseContext } from "@trunkline/core";
import { z } from "zod";
import { oneRequest } from "../quotas.js";
import { idInput } from "../schemas/common.js";
import { Task, TaskWire, toTask } from "../schemas/tasks.js";
import { decodeData, decodeDone } from "../wire/envelope.js";
import { linkedCursor, pageInput, readCursor } from "../wire/paging.js";
import { present } from "../wire/present.js";
import { refuseInput } from "../wire/refuse.js";
import { optionalText, wireId } from "../wire/scalars.js";
import { helpPage, scope, untrusted } from "./facts.js";

const docs = helpPage("post-add-new-task");
const taskId = idInput("Task id");
/** Tasks count from 0. */
const firstTask = 0;

const fields = {
  description: z.string().max(50_000).optional(),
  dueDate: z.iso.date().optional().describe("Day it is due, e.g. 2026-12-24"),
  priority: z.enum(["low", "medium", "high"]).optional(),
  status: z.enum(["inprogress", "completed"]).optional(),
};
const title = z.string().trim().min(1).max(500);

interface TaskFields {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly dueDate?: string | undefined;
  readonly priority?: string | undefined;
  readonly status?: string | undefined;
}

/** Zoho takes days as DD/MM/YYYY. */
const toBody = ({ dueDate, ...rest }: TaskFields) =>
  present({ ...rest, dueDate: dueDate?.split("-").reverse().join("/") });

const PageWire = z.looseObject({
  tasks: z.array(TaskWire),
  paging: z.looseObject({ nextPage: optionalText }).nullish().catch(undefined),
});

type PageContext = Pick<ResponseContext<{ readonly cursor?: string | undefined }>, "input" | "warn">;

/** Personal tasks, page by page. */
export const listTasks = defineOperation({
  id: "zoho-mail.tasks.list",
  summary: "List the personal tasks of the user",
  description: `Tasks of groups are left out. ${untrusted}`,
  docs: helpPage("get-all-group-or-personal-tasks"),
  effect: "read",
  input: z.object(pageInput(100, 499)),
  output: z.object({ tasks: z.array(Task), nextCursor: z.string().optional() }),
  pagination: { items: "tasks" },
  scopes: scope("tasks", "READ"),
  keywords: ["to-do", "reminders", "work", "what is left to do"],
  examples: [{ title: "The first tasks", input: { limit: 20 } }],
  request: ({ limit, cursor }) => ({
    method: "GET",
    path: "/tasks/me",
    query: { from: readCursor(cursor, firstTask).at, limit },
  }),
  response: decodeData(PageWire, ({ tasks, paging }, { input, warn }: PageContext) => ({
    tasks: tasks.map(toTask),
    ...linkedCursor({
      next: paging?.nextPage,
      parameter: "from",
      at: readCursor(input.cursor, firstTask).at,
      rows: tasks.length,
      warn,
    }),
  })),
  quota: oneRequest,
});

/** One personal task. */
export const getTask = defineOperation({
  id: "zoho-mail.tasks.get",
  summary: "Get one personal task",
  description: untrusted,
  docs: helpPage("get-single-task"),
  effect: "read",
  input: z.object({ taskId }),
  output: Task,
  scopes: scope("tasks", "READ"),
  keywords: ["to-do", "details"],
  examples: [{ title: "By id", input: { taskId: "1784100000000300001" } }],
  request: (input) => ({ method: "GET", path: `/tasks/me/${input.taskId}` }),
  // A single task comes as a list of one; created ones come bare.
  response: decodeData(
    z.union([z.looseObject({ tasks: z.array(TaskWire) }), TaskWire.transform((task) => ({ tasks: [task] }))]),
    ({ tasks: [task] }, { input }: { input: { taskId: string } }) => {
      if (!task) throw new ConnectorError("NOT_FOUND", { message: `There is no task ${input.taskId}.` });
      return toTask(task);
    },
  ),
  quota: oneRequest,
});

/** A new personal task. */
export const createTask = defineOperation({
  id: "zoho-mail.tasks.create",
  summary: "Create a personal task",
  description: "Not repeated by itself: after a time-out look for the title with zoho-mail.tasks.list first.",
  docs,
  effect: "write",
  idempotency: "none",
  input: z.object({ title, ...fields }),
  output: Task,
  scopes: scope("tasks", "CREATE"),
  keywords: ["to-do", "add", "remind", "remember", "do not forget"],
  examples: [
    { title: "Order in time", input: { title: "Order first flush", dueDate: "2027-03-01", priority: "high" } },
  ],
  request: (input) => ({ method: "POST", path: "/tasks/me", body: toBody(input) }),
  response: decodeData(TaskWire, toTask),
  quota: oneRequest,
});

/** A personal task changed. */
export const updateTask = defineOperation({
  id: "zoho-mail.tasks.update",
  summary: "Change or complete a personal task",
  description: "Also for finishing one: set its status.",
  docs: helpPage("put-edit-task"),
  effect: "write",
  idempotency: "natural",
  input: z.object({ taskId, title: title.optional(), ...fields }),
  output: z.object({ taskId: z.string() }),
  scopes: scope("tasks", "UPDATE"),
  keywords: ["to-do", "done", "edit", "finish", "tick off", "postpone"],
  examples: [{ title: "Done", input: { taskId: "1784100000000300001", status: "completed" } }],
  request: ({ taskId: task, ...change }) => {
    const body = toBody(change);
    if (Object.keys(body).length === 0) throw refuseInput([{ path: "", message: "Give at least one field to change" }]);
    return { method: "PUT", path: `/tasks/me/${task}`, body };
  },
  // The echo holds the id and what was changed.
  response: decodeData(z.looseObject({ id: wireId }), (wire) => ({ taskId: wire.id })),
  quota: oneRequest,
});

/** A personal task gone. */
export const deleteTask = defineOperation({
  id: "zoho-mail.tasks.delete",
  summary: "Delete a personal task",
  description: "For tasks that need no longer be done; mark those that are done with zoho-mail.tasks.update.",
  docs: helpPage("delete-task"),
  effect: "destroy",
  idempotency: "natural",
  input: z.object({ taskId }),
  output: z.object({ taskId: z.string() }),
  scopes: scope("tasks", "DELETE"),
  keywords: ["to-do", "remove"],
  examples: [{ title: "By id", input: { taskId: "1784100000000300001" } }],
  request: (input) => ({ method: "DELETE", path: `/tasks/me/${input.taskId}` }),
  response: decodeDone(({ input }: { input: { taskId: string } }) => ({ taskId: input.taskId })),
  quota: oneRequest,
});

/** Branch `tasks` of the tree. */
export const tasks = { list: listTasks, get: getTask, create: createTask, update: updateTask, delete: deleteTask };
