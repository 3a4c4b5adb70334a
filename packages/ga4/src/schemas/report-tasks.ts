import { z } from "zod";
import { enumWord, present, text } from "./common.js";

/** A report task as upstream sends it. */
export const ReportTaskWire = z.object({
  name: z.string(),
  reportMetadata: z
    .object({
      state: text,
      beginCreatingTime: text,
      creationQuotaTokensCharged: z.number().nullish(),
      taskRowCount: z.number().nullish(),
      totalRowCount: z.number().nullish(),
      errorMessage: text,
    })
    .nullish(),
});

/** A report that Google works out beside the call. */
export const ReportTask = z.object({
  name: z.string().describe("Resource name: properties/…/reportTasks/…"),
  state: z.string().optional().describe("CREATING, ACTIVE (ready to be read) or FAILED"),
  startedAt: z.string().optional(),
  tokensCharged: z.number().optional(),
  rowCount: z.number().optional().describe("Rows that can be read"),
  totalRowCount: z.number().optional().describe("Rows that there are"),
  errorMessage: z.string().optional(),
});
/** A report that Google works out beside the call. */
export type ReportTask = z.infer<typeof ReportTask>;

/** `ReportTask`. */
export const toReportTask = ({ name, reportMetadata: metadata }: z.infer<typeof ReportTaskWire>): ReportTask => ({
  name,
  ...present({
    state: enumWord(metadata?.state),
    startedAt: metadata?.beginCreatingTime,
    tokensCharged: metadata?.creationQuotaTokensCharged,
    rowCount: metadata?.taskRowCount,
    totalRowCount: metadata?.totalRowCount,
    errorMessage: metadata?.errorMessage,
  }),
});
