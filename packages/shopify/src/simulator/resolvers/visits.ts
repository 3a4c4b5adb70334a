import { numericId, toGid } from "../gid.js";
import type { Order } from "../records/orders.js";

/** What a resolver gives for the visit that led to an order. */
export const toVisit = (
  orderId: string,
  { landingPage, referrer, source, medium, campaign }: NonNullable<Order["visit"]>,
  createdAt: number,
) => ({
  id: toGid("CustomerVisit", numericId(orderId)),
  landingPage,
  landingPageHtml: null,
  occurredAt: createdAt,
  referrerUrl: referrer,
  referralCode: null,
  source,
  sourceDescription: null,
  sourceType: medium === "organic" ? "SEO" : null,
  utmParameters: campaign === null ? null : { source, medium, campaign, content: null, term: null },
});
