import { ConnectorError } from "@trunkline/core";
import { z } from "zod";
import { defineAdminAction } from "../action.js";

const ScheduleRow = z.object({
  name: z.string(),
  summary: z.string(),
  cron: z.string(),
  timeZone: z.string(),
  enabled: z.boolean(),
  nextAt: z.string().optional(),
  lastAt: z.string().optional(),
});
const name = z.string().min(1).max(63).describe("Name of the schedule");

/** `schedules list`. */
export const listSchedules = defineAdminAction({
  id: "schedules.list",
  summary: "List recurring tasks and when each is due",
  effect: "read",
  method: "GET",
  path: "/admin/schedules",
  input: z.strictObject({}),
  output: z.object({ schedules: z.array(ScheduleRow) }),
  table: { rows: "schedules", columns: ["name", "cron", "timeZone", "enabled", "lastAt", "nextAt"] },
  run: async ({ plane }) => ({ schedules: [...(await plane.schedules.list())] }),
});

/** `schedules enable` and `schedules disable`. */
const toSwitch = (verb: "enable" | "disable", summary: string) =>
  defineAdminAction({
    id: `schedules.${verb}`,
    summary,
    effect: "write",
    method: "POST",
    path: `/admin/schedules/{name}/${verb}`,
    isIdempotent: true,
    examples: [{ about: "By its name", input: { name: "gap-check" } }],
    input: z.strictObject({ name }),
    output: z.object({ name: z.string(), enabled: z.boolean() }),
    audit: ({ name: subject }) => ({ subject }),
    run: async ({ plane }, { name: schedule }) => {
      const enabled = verb === "enable";
      if (!(await plane.schedules.enable(schedule, enabled)))
        throw new ConnectorError("NOT_FOUND", { message: `There is no schedule "${schedule}".` });
      return { name: schedule, enabled };
    },
  });

/** `schedules enable`. */
export const enableSchedule = toSwitch("enable", "Let a recurring task run again");
/** `schedules disable`. */
export const disableSchedule = toSwitch("disable", "Stop a recurring task on every replica until it is enabled");
