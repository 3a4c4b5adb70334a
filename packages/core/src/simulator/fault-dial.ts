/** What goes wrong on purpose with a request. */
export type Fault =
  | { readonly kind: "latency"; readonly ms: number }
  | { readonly kind: "status"; readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  /** 429 with `Retry-After` for a share of requests. */
  | { readonly kind: "storm"; readonly ratio: number; readonly retryAfterSeconds: number }
  /** Connection cut: before the request is handled, after it was applied but before the reply, or in the middle of the body. */
  | { readonly kind: "reset"; readonly when: "before" | "after-apply" | "mid-body" }
  /** Half of the JSON with a correct end of the exchange. */
  | { readonly kind: "truncate" }
  | { readonly kind: "drip"; readonly bytesPerSecond: number }
  | { readonly kind: "content-type"; readonly contentType: string; readonly body?: string }
  /** A fault only this upstream has, e.g. Shopify's `throttled-in-200`; the simulator interprets it. */
  | { readonly kind: "upstream"; readonly name: string; readonly options?: Readonly<Record<string, unknown>> };

/** Where and how often a fault applies. */
export interface FaultScope {
  /** Only requests whose operation name or path contains this. */
  readonly match?: string;
  /** Ends after so many hits. Default: until cleared. */
  readonly times?: number;
  /** Share of matching requests hit, 0–1. Default 1. */
  readonly ratio?: number;
}

/** Faults by the name a person would use. */
export const faultPresets = {
  down: { kind: "reset", when: "before" },
  slow: { kind: "latency", ms: 3_000 },
  "401": { kind: "status", status: 401, body: '{"errors":"[API] Invalid API key or access token"}' },
  "429-storm": { kind: "storm", ratio: 0.7, retryAfterSeconds: 1 },
  "500": { kind: "status", status: 500, body: "<html><body>Internal Server Error</body></html>", headers: { "content-type": "text/html" } },
  "cut-after-apply": { kind: "reset", when: "after-apply" },
  "cut-mid-body": { kind: "reset", when: "mid-body" },
  truncated: { kind: "truncate" },
  drip: { kind: "drip", bytesPerSecond: 64 },
  html: { kind: "content-type", contentType: "text/html", body: "<html><body>Maintenance</body></html>" },
} as const satisfies Record<string, Fault>;

/** Name of a preset. */
export type FaultPreset = keyof typeof faultPresets;

/** An active fault. */
export interface ActiveFault extends FaultScope {
  readonly fault: Fault;
  readonly hits: number;
}

/** The dial of one simulator. */
export interface FaultDial {
  /** Adds a fault; several may be active, the first that matches applies. */
  set(fault: Fault | FaultPreset, scope?: FaultScope): void;
  clear(): void;
  active(): readonly ActiveFault[];
  /** Chooses the fault for a request and counts the hit. Called by the simulator's server. */
  next(request: { readonly path: string; readonly operation?: string }): Fault | undefined;
}
