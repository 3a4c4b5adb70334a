import type { analyticsadmin_v1beta as admin, analyticsadmin_v1alpha as adminAlpha } from "@googleapis/analyticsadmin";
import type { analyticsdata_v1beta as data } from "@googleapis/analyticsdata";
import type { Nothing, ReplyMisfits, RequestMisfits } from "@trunkline/core/testing";
import type { z } from "zod";
import type { AccessReportWire, accessBody, changesBody } from "../src/operations/admin-history.js";
import type { patchable } from "../src/operations/admin-properties.js";
import type { cohortBody } from "../src/operations/cohort.js";
import type { CompatibilityWire, compatibilityBody } from "../src/operations/metadata.js";
import type { realtimeBody } from "../src/operations/realtime.js";
import type { AccountSummaryWire, AccountWire } from "../src/schemas/admin-accounts.js";
import type { AnnotationWire, AudienceWire } from "../src/schemas/admin-alpha.js";
import type {
  CustomDimensionWire,
  CustomMetricWire,
  customDimensionBody,
  customMetricBody,
  KeyEventWire,
  keyEventBody,
} from "../src/schemas/admin-definitions.js";
import type { ChangeEventWire } from "../src/schemas/admin-history.js";
import type { DataRetentionWire, GoogleAdsLinkWire, PropertyWire } from "../src/schemas/admin-properties.js";
import type { DataStreamWire } from "../src/schemas/admin-streams.js";
import type {
  AudienceExportWire,
  AudienceRowsWire,
  audienceExportBody,
  OperationWire,
} from "../src/schemas/audience-exports.js";
import type { MetadataWire } from "../src/schemas/metadata.js";
import type { PivotReportWire, pivotBody } from "../src/schemas/pivot.js";
import type { ReportWire } from "../src/schemas/report.js";
import type { reportBody } from "../src/schemas/report-input.js";
import type { PropertyQuota } from "../src/wire/property-quota.js";

type Reply<Wire extends z.ZodType, Theirs, Known extends string = never> = ReplyMisfits<z.input<Wire>, Theirs, Known>;
type Request<Make extends (...input: never[]) => unknown, Theirs, Known extends string = never> = RequestMisfits<
  ReturnType<Make>,
  Theirs,
  Known
>;

/**
 * Every place where we knowingly leave the packages' types, and why. Not compared at all, since the packages have no type
 * of it: funnels, report tasks, quota snapshots and questions of the alpha Data API, and the Measurement Protocol.
 */
interface Reasons {
  "metadata.dataTruncationReasons": "in the API since 2026-09-14, later than the package";
  "metadata.section": "of the alpha API, whose reports are read by the same schema";
  metadata: "realtime reports have none; they are read by the schema of the others";
  "propertySummaries[].canEdit": "in the API's own description of 2026-09-08, later than the package";
  limit: "an int64, which the package calls text: JSON of protocol buffers takes a number as well";
  "pivots[].limit": "the same";
  "pivots[].offset": "the same";
  offset: "the same";
}
type Reasoned<Place extends keyof Reasons> = Place;

/** Every field of the Data API that this connector reads or sends is one that Google's own package knows. */
export type Data = [
  Nothing<
    Reply<
      typeof ReportWire,
      data.Schema$RunReportResponse,
      Reasoned<"metadata.dataTruncationReasons" | "metadata.section">
    >
  >,
  Nothing<Reply<typeof ReportWire, data.Schema$RunRealtimeReportResponse, Reasoned<"metadata">>>,
  Nothing<
    Reply<
      typeof PivotReportWire,
      data.Schema$RunPivotReportResponse,
      Reasoned<"metadata.dataTruncationReasons" | "metadata.section">
    >
  >,
  Nothing<Reply<typeof MetadataWire, data.Schema$Metadata>>,
  Nothing<Reply<typeof CompatibilityWire, data.Schema$CheckCompatibilityResponse>>,
  Nothing<Reply<typeof AudienceExportWire, data.Schema$AudienceExport>>,
  Nothing<Reply<typeof AudienceRowsWire, data.Schema$QueryAudienceExportResponse>>,
  Nothing<Reply<ReturnType<typeof OperationWire<typeof AudienceExportWire>>, data.Schema$Operation>>,
  Nothing<ReplyMisfits<PropertyQuota, data.Schema$PropertyQuota>>,
  Nothing<Request<typeof reportBody, data.Schema$RunReportRequest>>,
  Nothing<Request<typeof cohortBody, data.Schema$RunReportRequest, Reasoned<"limit" | "offset">>>,
  Nothing<Request<typeof pivotBody, data.Schema$RunPivotReportRequest, Reasoned<"pivots[].limit" | "pivots[].offset">>>,
  Nothing<Request<typeof realtimeBody, data.Schema$RunRealtimeReportRequest, Reasoned<"limit">>>,
  Nothing<Request<typeof compatibilityBody, data.Schema$CheckCompatibilityRequest>>,
  Nothing<Request<typeof audienceExportBody, data.Schema$AudienceExport>>,
];

type PatchedNames = (typeof patchable)[keyof typeof patchable];

/** The same of the Admin API. */
export type Admin = [
  Nothing<Reply<typeof AccountWire, admin.Schema$GoogleAnalyticsAdminV1betaAccount>>,
  Nothing<
    Reply<
      typeof AccountSummaryWire,
      admin.Schema$GoogleAnalyticsAdminV1betaAccountSummary,
      Reasoned<"propertySummaries[].canEdit">
    >
  >,
  Nothing<Reply<typeof PropertyWire, admin.Schema$GoogleAnalyticsAdminV1betaProperty>>,
  Nothing<Reply<typeof DataRetentionWire, admin.Schema$GoogleAnalyticsAdminV1betaDataRetentionSettings>>,
  Nothing<Reply<typeof GoogleAdsLinkWire, admin.Schema$GoogleAnalyticsAdminV1betaGoogleAdsLink>>,
  Nothing<Reply<typeof CustomDimensionWire, admin.Schema$GoogleAnalyticsAdminV1betaCustomDimension>>,
  Nothing<Reply<typeof CustomMetricWire, admin.Schema$GoogleAnalyticsAdminV1betaCustomMetric>>,
  Nothing<Reply<typeof KeyEventWire, admin.Schema$GoogleAnalyticsAdminV1betaKeyEvent>>,
  Nothing<Reply<typeof DataStreamWire, admin.Schema$GoogleAnalyticsAdminV1betaDataStream>>,
  Nothing<Reply<typeof ChangeEventWire, admin.Schema$GoogleAnalyticsAdminV1betaChangeHistoryEvent>>,
  Nothing<Reply<typeof AccessReportWire, admin.Schema$GoogleAnalyticsAdminV1betaRunAccessReportResponse>>,
  Nothing<Reply<typeof AudienceWire, adminAlpha.Schema$GoogleAnalyticsAdminV1alphaAudience>>,
  Nothing<Reply<typeof AnnotationWire, adminAlpha.Schema$GoogleAnalyticsAdminV1alphaReportingDataAnnotation>>,
  Nothing<
    Request<
      typeof accessBody,
      admin.Schema$GoogleAnalyticsAdminV1betaRunAccessReportRequest,
      Reasoned<"limit" | "offset">
    >
  >,
  Nothing<Request<typeof changesBody, admin.Schema$GoogleAnalyticsAdminV1betaSearchChangeHistoryEventsRequest>>,
  Nothing<Request<typeof customDimensionBody, admin.Schema$GoogleAnalyticsAdminV1betaCustomDimension>>,
  Nothing<Request<typeof customMetricBody, admin.Schema$GoogleAnalyticsAdminV1betaCustomMetric>>,
  Nothing<Request<typeof keyEventBody, admin.Schema$GoogleAnalyticsAdminV1betaKeyEvent>>,
  Nothing<RequestMisfits<{ [Name in PatchedNames]: string }, admin.Schema$GoogleAnalyticsAdminV1betaProperty>>,
];

export type Planted = [
  // @ts-expect-error "rows[].dimensionValues[].text": a field that Google does not know is found where it is
  Nothing<ReplyMisfits<{ rows: { dimensionValues: { text: string }[] }[] }, data.Schema$RunReportResponse>>,
  // @ts-expect-error "dimensionFilter.filter.field": in a request, too
  Nothing<RequestMisfits<{ dimensionFilter: { filter: { field: string } } }, data.Schema$RunReportRequest>>,
];
