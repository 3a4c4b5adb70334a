import { ConnectorError } from "@trunkline/core";
import { z } from "zod";
import { enumWord, listOf, present, text } from "./common.js";

/** An audience export as upstream sends it. */
export const AudienceExportWire = z.object({
  name: z.string(),
  audience: text,
  audienceDisplayName: text,
  dimensions: listOf(z.object({ dimensionName: text })),
  state: text,
  beginCreatingTime: text,
  creationQuotaTokensCharged: z.number().nullish(),
  rowCount: z.number().nullish(),
  errorMessage: text,
  percentageCompleted: z.number().nullish(),
});

/** An audience export to be begun, as upstream wants it. */
export const audienceExportBody = ({
  audience,
  dimensions,
}: {
  readonly audience: string;
  readonly dimensions: readonly string[];
}) => ({ audience, dimensions: dimensions.map((dimensionName) => ({ dimensionName })) });

/** `QueryAudienceExportResponse`. */
export const AudienceRowsWire = z.object({
  audienceExport: AudienceExportWire.nullish(),
  audienceRows: listOf(z.object({ dimensionValues: listOf(z.object({ value: text })) })),
  rowCount: z.number().int().min(0).nullish(),
});

/** A snapshot of an audience's users, made once. */
export const AudienceExport = z.object({
  name: z.string().describe("Resource name: properties/…/audienceExports/…"),
  audience: z.string().optional(),
  audienceTitle: z.string().optional(),
  dimensions: z.array(z.string()),
  state: z.string().optional().describe("CREATING, ACTIVE (ready to be read) or FAILED"),
  startedAt: z.string().optional(),
  tokensCharged: z.number().optional().describe("Quota tokens that creating it took"),
  rowCount: z.number().optional(),
  errorMessage: z.string().optional(),
  percentageCompleted: z.number().optional(),
});
/** A snapshot of an audience's users. */
export type AudienceExport = z.infer<typeof AudienceExport>;

/** `AudienceExport`. */
export const toAudienceExport = (wire: z.infer<typeof AudienceExportWire>): AudienceExport => ({
  name: wire.name,
  dimensions: (wire.dimensions ?? []).flatMap(({ dimensionName }) => dimensionName ?? []),
  ...present({
    audience: wire.audience,
    audienceTitle: wire.audienceDisplayName,
    state: enumWord(wire.state),
    startedAt: wire.beginCreatingTime,
    tokensCharged: wire.creationQuotaTokensCharged,
    rowCount: wire.rowCount,
    errorMessage: wire.errorMessage,
    percentageCompleted: wire.percentageCompleted,
  }),
});

/** A long-running operation: it may lack name and done, and begins with what was created in `response`. */
export const OperationWire = <T extends z.ZodType>(response: T) =>
  z.object({
    name: text,
    done: z.boolean().nullish(),
    error: z.object({ code: z.number().nullish(), message: text }).nullish(),
    response: response.nullish(),
  });

/**
 * What a long-running operation has begun to make.
 * @throws ConnectorError `REJECTED` when it failed at once, `CONTRACT_VIOLATION` when it does not say what it makes.
 */
export const begunBy = <T>(
  {
    error,
    response,
  }: {
    readonly error?: { readonly message?: string | null | undefined } | null | undefined;
    readonly response?: T | null | undefined;
  },
  list: string,
): T => {
  if (error)
    throw new ConnectorError("REJECTED", {
      message: `Google could not begin the work: ${error.message ?? "no reason given"}.`,
      outcome: "not_executed",
    });
  if (response !== null && response !== undefined) return response;
  throw new ConnectorError("CONTRACT_VIOLATION", {
    message: `Google began the work without saying under which name. Look it up with ${list} before asking again.`,
    outcome: "executed",
    issues: [{ path: "response", message: "is missing" }],
  });
};
