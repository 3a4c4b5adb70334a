import { type Call, numberParam, type Route, requiredText, textOf } from "../call.js";
import { idPrefix } from "../ids.js";
import type { Task } from "../records.js";
import { isoIn } from "../regions.js";
import { badInput, done, mismatch, missing } from "../replies.js";
import { nordlichtTee } from "../seed/company.js";
import { mailboxIds } from "../store.js";

const area = "tasks";
const one = "/tasks/me/:taskId";
const keys = ["title", "description", "dueDate", "priority", "status", "projectId", "assignee", "customStatusId"];

/** The user's own tasks. Their offset counts from 0, and the next page is a path without a host. */
export const taskRoutes: readonly Route[] = [
  { method: "GET", path: "/tasks/me", area, params: ["from", "limit"], handle: list },
  { method: "POST", path: "/tasks/me", area, keys, handle: create },
  { method: "GET", path: one, area, handle: (call) => done({ tasks: [toTaskRow(find(call))] }) },
  { method: "PUT", path: one, area, keys, handle: update },
  { method: "DELETE", path: one, area, handle: remove },
];

function list(call: Call) {
  const from = numberParam(call, "from", { fallback: 0, min: 0, max: 999_999 });
  const limit = numberParam(call, "limit", { fallback: 50, min: 1, max: 499 });
  const tasks = [...call.store.tasks.values()].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
  const end = from + limit;
  return done({
    ...(end < tasks.length && { paging: { nextPage: `tasks/me?from=${end}&limit=${limit}` } }),
    tasks: tasks.slice(from, end).map(toTaskRow),
  });
}

function create(call: Call) {
  requiredText(call, "title");
  const now = call.store.clock.now();
  const task: Task = { id: call.store.ids.ofMoment(now), createdAt: now, modifiedAt: now, fields: readFields(call) };
  call.store.tasks.set(task.id, task);
  return done(toTaskRow(task));
}

/** The answer repeats only what was changed. */
function update(call: Call) {
  const task = find(call);
  const change = readFields(call);
  if (Object.keys(change).length === 0) throw badInput("Nothing to change");
  Object.assign(task.fields, change);
  task.modifiedAt = call.store.clock.now();
  call.announce({ kind: "task", action: "taskUpdated", taskId: task.id });
  return done({ id: task.id, ...call.body });
}

function remove(call: Call) {
  const { id } = find(call);
  call.store.tasks.delete(id);
  return done({ id });
}

const find = ({ store, ids }: Call): Task => {
  const task = store.tasks.get(ids.taskId ?? "");
  if (!task) throw missing("No such task");
  return task;
};

const priorities: Readonly<Record<string, string>> = { low: "Low", medium: "Medium", high: "High" };

const readFields = (call: Call): Record<string, unknown> => {
  const priority = textOf(call, "priority")?.toLowerCase();
  const dueDate = textOf(call, "dueDate");
  const status = textOf(call, "status")?.toLowerCase();
  if (priority !== undefined && priorities[priority] === undefined) throw mismatch("priority does not fit its rule");
  if (dueDate !== undefined && !/^\d\d\/\d\d\/\d{4}$/.test(dueDate)) throw mismatch("dueDate does not fit its rule");
  if (status !== undefined && !Object.hasOwn(taskStates, status)) throw mismatch("status does not fit its rule");
  return Object.fromEntries(
    Object.entries({
      title: textOf(call, "title"),
      description: textOf(call, "description"),
      priority: priority === undefined ? undefined : priorities[priority],
      dueDate,
      status,
    }).filter(([, value]) => value !== undefined),
  );
};

/** Number and name of each state, by what requests call it. */
export const taskStates: Readonly<Record<string, readonly [value: number, name: string]>> = {
  completed: [1, "Completed"],
  inprogress: [2, "In Progress"],
};

/** User and owner of the mailbox, as tasks name them. */
export const taskOwner = {
  name: `${nordlichtTee.owner.firstName} ${nordlichtTee.owner.lastName}`,
  id: mailboxIds.zuid,
} as const;

const toTaskRow = ({ id, createdAt, modifiedAt, fields }: Task) => {
  const [statusValue, status] = taskStates[String(fields.status ?? "inprogress")] ?? [2, "In Progress"];
  const { dueDate } = fields;
  return {
    serviceType: 0,
    modifiedTime: isoIn(nordlichtTee.timezone, modifiedAt),
    resourceId: "-1",
    attachments: [],
    statusStr: "",
    statusValue,
    customFields: {},
    description: fields.description ?? "",
    project: { name: "Allgemein", id: `${idPrefix}012001` },
    isTaskPublished: false,
    title: fields.title,
    createdAt: isoIn(nordlichtTee.timezone, createdAt),
    ...(typeof dueDate === "string" && { dueDate }),
    portalId: -1,
    id,
    serviceId: "-1",
    owner: taskOwner,
    assigneeList: [taskOwner],
    dependency: [],
    subtasks: [],
    priority: fields.priority ?? "Medium",
    tags: [],
    followers: [],
    namespaceId: String(mailboxIds.zuid),
    dependents: [],
    assignee: taskOwner,
    serviceUniqId: -1,
    depUniqId: "-1",
    status,
  };
};
