export type { Accepted, EventSource, NewEvent, StoredEvent } from "./event.js";
export { createFeed, type Feed, type FeedDeps, type FeedRequest, type FeedWait } from "./feed/create-feed.js";
export { createFeedHandler } from "./feed/feed-handler.js";
export type { FeedItem, FeedPage } from "./feed/feed-item.js";
export { ConnectionPatterns, Pattern, publicTypeOf, TypePatterns } from "./feed/patterns.js";
export type { FeedRetention } from "./feed/removed-mark.js";
export { defineHandler, type EventHandler, type HandlerContext } from "./handler.js";
export { createOutgoing, type Outgoing, type OutgoingDeps } from "./outgoing/create-outgoing.js";
export type { Endpoints } from "./outgoing/endpoints.js";
export { deliveriesQueue, deliveryLimits, retryScheduleMs } from "./outgoing/schedule.js";
export {
  Delivery,
  DeliveryList,
  DeliveryQuery,
  Done,
  Endpoint,
  EndpointInput,
  EndpointList,
  EndpointPatch,
  EndpointRef,
  EndpointWithSecret,
  ResendInput,
  ResendResult,
  RotateInput,
  TestResult,
} from "./outgoing/schemas.js";
