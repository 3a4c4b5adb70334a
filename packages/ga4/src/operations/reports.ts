import { runWholeReport } from "./report-all.js";
import { batchRunReports } from "./report-batch.js";
import { compareReport } from "./report-compare.js";
import { runReport } from "./report-run.js";

/** Branch `reports` of the tree. */
export const reports = {
  run: runReport,
  runAll: runWholeReport,
  batchRun: batchRunReports,
  compare: compareReport,
};
