import { admin } from "./admin.js";
import { audienceExports } from "./audience-exports.js";
import { chat } from "./chat.js";
import { cohortReports } from "./cohort.js";
import { conversions } from "./conversions.js";
import { funnel } from "./funnel.js";
import { health } from "./health.js";
import { compatibility, metadata } from "./metadata.js";
import { collectEvents } from "./mp-collect.js";
import { validateEvents } from "./mp-validate.js";
import { pivotReports } from "./pivots.js";
import { quota } from "./quota.js";
import { realtimeReports } from "./realtime.js";
import { reportTasks } from "./report-tasks.js";
import { reports } from "./reports.js";

/** Every operation of the connector, as the client's methods are nested. */
export const operations = {
  health,
  reports,
  pivotReports,
  realtimeReports,
  cohortReports,
  funnel,
  conversions,
  chat,
  metadata,
  compatibility,
  quota,
  audienceExports,
  reportTasks,
  admin,
  mp: { validate: validateEvents, collect: collectEvents },
};
