export type { ChangeFeed } from "./changes/change-feed.js";
export type { BackfillInterval, Backfills } from "./changes/create-backfills.js";
export type { GapCheck, GapFailure, GapReport, GapWindow } from "./changes/create-gap-check.js";
export type { DeadLetterPage, DeadLetterQuery, DeadLetters } from "./dead-letters/create-dead-letters.js";
export type { AttemptRecord, DeadLetter, DeadLetterDetails } from "./dead-letters/dead-letter.js";
export { createDurablePlane, type DurablePlane, type DurablePlaneDeps } from "./durable-plane.js";
export type { Accepted, EventSource, NewEvent, StoredEvent } from "./event.js";
export { type EventLog, silentLog } from "./event-log.js";
export { createFeed, type Feed, type FeedDeps, type FeedRequest, type FeedWait } from "./feed/create-feed.js";
export { createFeedHandler } from "./feed/feed-handler.js";
export type { FeedItem, FeedPage } from "./feed/feed-item.js";
export { ConnectionPatterns, Pattern, publicTypeOf, TypePatterns } from "./feed/patterns.js";
export type { FeedRetention } from "./feed/removed-mark.js";
export { defineHandler, type EventHandler, type HandlerContext } from "./handler.js";
export { type DryRun, type IntendedCall, runDry } from "./handlers/dry-run.js";
export type { CallOperation, HandlerCall } from "./handlers/handler-call.js";
export { matches } from "./handlers/matches.js";
export { type HandlerDeps, toConsumer } from "./handlers/to-consumer.js";
export { createInbox, type Inbox, type InboxDeps } from "./inbox/create-inbox.js";
export { defaultEventLimits, type EventLimits } from "./inbox/event-limits.js";
export { createRelay, type Relay, type RelayDeps } from "./inbox/relay.js";
export {
  createLedger,
  type Ledger,
  type LedgerDeps,
  ListWritesInput,
  ResolveWriteInput,
  type Verified,
  type VerifyWrite,
  verifyThrough,
  type WriteDesk,
  WriteDetail,
  WritePage,
  WriteStates,
  WriteView,
} from "./ledger/index.js";
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
  ResendRangeInput,
  ResendResult,
  RotateInput,
  TestResult,
} from "./outgoing/schemas.js";
export { isPassingFailure } from "./passing-failure.js";
export type { Consumer, NewWork, Verdict, Work, WorkContext, WorkFailure } from "./queue/consumer.js";
export { createQueue, type Queue, type QueueDeps } from "./queue/create-queue.js";
export type { PausedQueue } from "./queue/pause.js";
export type { QueueStats } from "./queue/stats.js";
export type { WorkerSettings } from "./queue/worker.js";
export type { Replays } from "./replay/create-replays.js";
export { EventFilter, parseFilter } from "./replay/filter.js";
export { needsCountAbove, type Replay, type ReplayPreview, type ReplayRequest } from "./replay/replay.js";
export { createRetention, type Retention, type RetentionDeps } from "./retention/create-retention.js";
export type { Erased, Erasure } from "./retention/erase.js";
export { defaultRetention, type RetentionWindows } from "./retention/windows.js";
export {
  createSchedules,
  type ScheduleState,
  type Schedules,
  type SchedulesDeps,
} from "./schedules/create-schedules.js";
export { defineSchedule, type Schedule, type ScheduleContext } from "./schedules/schedule.js";
