/** What the commands of one noun are about, and in which order they are used. */
export interface NounHelp {
  readonly summary: string;
  readonly examples?: readonly {
    readonly about: string;
    readonly action: string;
    readonly input: Readonly<Record<string, unknown>>;
  }[];
}

/** By noun, as `trunkline --help` and `trunkline {noun} --help` show it. */
export const nounHelp: Readonly<Record<string, NounHelp>> = {
  events: { summary: "Events that were stored: webhooks, polled changes, backfills" },
  "dead-letters": {
    summary: "Work that handlers gave up: look at it, repeat it, or let it go",
    examples: [
      { about: "what was given up, and why", action: "dead-letters.list", input: {} },
      { about: "one of it: payload and every try", action: "dead-letters.get", input: { id: 17 } },
      { about: "once the cause is gone, again", action: "dead-letters.retry", input: { id: 17 } },
      {
        about: "or all of a handler's at once",
        action: "replays.preview",
        input: { filter: { deadIn: ["my-handler"] } },
      },
    ],
  },
  replays: {
    summary: "Stored events handled again: preview, dry-run, start, watch",
    examples: [
      { about: "count what a filter means", action: "replays.preview", input: { filter: { types: ["orders/*"] } } },
      { about: "see what handlers would do", action: "replays.dry-run", input: { filter: { types: ["orders/*"] } } },
      { about: "start it", action: "replays.start", input: { filter: { types: ["orders/*"] } } },
      { about: "watch the bar", action: "replays.watch", input: { id: 1 } },
      { about: "let it rest; resume and cancel likewise", action: "replays.pause", input: { id: 1 } },
    ],
  },
  backfills: {
    summary: "What changed at an upstream in some interval, fetched and handled",
    examples: [
      { about: "what can be fetched", action: "backfills.sources", input: {} },
      {
        about: "fetch it",
        action: "backfills.start",
        input: { connection: "default/shopify/default", source: "orders", from: "2d", to: "now" },
      },
      { about: "watch the count; pause and cancel it as a replay", action: "replays.watch", input: { id: 2 } },
    ],
  },
  gaps: { summary: "What upstreams say has changed, compared with what arrived" },
  queues: { summary: "What is waiting for which handler" },
  schedules: { summary: "Recurring tasks" },
  writes: {
    summary: "The ledger of what was written to upstreams",
    examples: [
      { about: "writes that nobody knows the outcome of", action: "writes.list", input: { state: "unknown" } },
      { about: "what was to be written", action: "writes.get", input: { id: 5 } },
      {
        about: "after looking at the upstream, say what you found",
        action: "writes.resolve",
        input: { id: 5, outcome: "not_executed", note: "The order has no refund." },
      },
    ],
  },
  endpoints: { summary: "Where outgoing webhooks go" },
  deliveries: { summary: "Tries to deliver outgoing webhooks" },
  "webhook-secrets": { summary: "Secrets that sign incoming webhooks" },
  "privacy-reports": { summary: "What is stored about a person, gathered on their request" },
  erasure: { summary: "Forgetting a person" },
  audit: { summary: "Who did what" },
};
