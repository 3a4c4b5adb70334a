import { z } from "zod";
import { DateWire, Moment, toMoment } from "../wire/dates.js";
import { present } from "../wire/present.js";

/** A page elsewhere, e.g. in a social network, that is said to belong to the site. */
export const ConnectedPage = z.object({
  url: z.string(),
  isVerified: z.boolean(),
  isBlocked: z.boolean(),
  masterSite: z.string().optional().describe("The site it belongs to"),
  requestedMasterSite: z.string().optional(),
  appName: z.string().optional(),
  market: z.string().optional(),
  httpStatus: z.number().optional().describe("Of Bing's last check"),
  failureCode: z.union([z.number(), z.string()]).optional(),
  consecutiveFailures: z.number(),
  firstVerifiedAt: Moment.optional(),
  lastVerifiedAt: Moment.optional(),
  updatedAt: Moment.optional(),
});
/** A page elsewhere that belongs to the site. */
export type ConnectedPage = z.infer<typeof ConnectedPage>;

/** `ConnectedSite`. */
export const ConnectedPageWire = z.object({
  Url: z.string(),
  IsVerified: z.boolean().nullish(),
  IsBlocked: z.boolean().nullish(),
  ActualMasterSite: z.string().nullish(),
  RequestedMasterSite: z.string().nullish(),
  AppName: z.string().nullish(),
  Market: z.string().nullish(),
  HttpStatusCode: z.number().nullish(),
  FailureCode: z.union([z.number(), z.string()]).nullish(),
  ConsecutiveFailedAttempts: z.number().nullish(),
  FirstSuccessfullyVerified: DateWire.nullish(),
  LastSuccessfullyVerified: DateWire.nullish(),
  UpdateTime: DateWire.nullish(),
});

/** `ConnectedSite` as promised. */
export const toConnectedPage = (page: z.output<typeof ConnectedPageWire>): ConnectedPage => ({
  url: page.Url,
  isVerified: page.IsVerified ?? false,
  isBlocked: page.IsBlocked ?? false,
  consecutiveFailures: page.ConsecutiveFailedAttempts ?? 0,
  ...present({
    masterSite: page.ActualMasterSite || undefined,
    requestedMasterSite: page.RequestedMasterSite || undefined,
    appName: page.AppName || undefined,
    market: page.Market || undefined,
    httpStatus: page.HttpStatusCode || undefined,
    failureCode: page.FailureCode || undefined,
    firstVerifiedAt: toMoment(page.FirstSuccessfullyVerified),
    lastVerifiedAt: toMoment(page.LastSuccessfullyVerified),
    updatedAt: toMoment(page.UpdateTime),
  }),
});
