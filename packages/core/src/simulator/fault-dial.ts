import type { Random } from "../clock.js";
import { createSeededRandom } from "./seeded-random.js";

/** What goes wrong on purpose with a request. */
export type Fault =
  | { readonly kind: "latency"; readonly ms: number }
  | {
      readonly kind: "status";
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** 429 with `Retry-After` for a share of requests. */
  | { readonly kind: "storm"; readonly ratio: number; readonly retryAfterSeconds: number }
  /** Connection cut: before the request is handled, after it was applied but before the reply, or in the middle of the body. */
  | { readonly kind: "reset"; readonly when: "before" | "after-apply" | "mid-body" }
  /** Half of the body with a correct end of the exchange. */
  | { readonly kind: "truncate" }
  /** The body trickles. */
  | { readonly kind: "drip"; readonly bytesPerSecond: number }
  /**
   * A 200 of the wrong kind. With `body` something in front of the upstream answered and the request was not handled;
   * without it the real reply goes out under this content type.
   */
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
  "500": {
    kind: "status",
    status: 500,
    body: "<html><body>Internal Server Error</body></html>",
    headers: { "content-type": "text/html" },
  },
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
  /**
   * Adds a fault; several may be active, the first that matches and is due by its ratio applies.
   * @throws TypeError on an unknown preset or a number that makes no sense.
   */
  set(fault: Fault | FaultPreset, scope?: FaultScope): void;
  clear(): void;
  active(): readonly ActiveFault[];
  /** Chooses the fault for a request and counts the hit. Called by the simulator's server. */
  next(request: { readonly path: string; readonly operation?: string }): Fault | undefined;
}

/** What a dial is built on. */
export interface FaultDialOptions {
  /** Decides ratios. Default: seeded with 1, so that a run can be repeated. */
  readonly random?: Random;
}

/** A dial with no fault set. */
export const createFaultDial = ({ random = createSeededRandom(1) }: FaultDialOptions = {}): FaultDial => {
  let faults: readonly ActiveFault[] = [];
  return {
    set: (fault, scope = {}) => {
      faults = [...faults, { ...checkedScope(scope), fault: checkedFault(fault), hits: 0 }];
    },
    clear: () => {
      faults = [];
    },
    active: () => faults,
    next: (request) => {
      if (faults.length === 0) return undefined;
      const due = faults.find((active) => concerns(active, request) && isDue(active, random));
      if (!due) return undefined;
      const hit = { ...due, hits: due.hits + 1 };
      faults = faults.flatMap((active) => {
        if (active !== due) return [active];
        return hit.times !== undefined && hit.hits >= hit.times ? [] : [hit];
      });
      return due.fault;
    },
  };
};

const concerns = ({ match }: ActiveFault, { path, operation }: { path: string; operation?: string }): boolean =>
  match === undefined || path.includes(match) || (operation?.includes(match) ?? false);

const isDue = ({ fault, ratio = 1 }: ActiveFault, random: Random): boolean => {
  const share = fault.kind === "storm" ? ratio * fault.ratio : ratio;
  return share >= 1 || random() < share;
};

const checkedFault = (fault: Fault | FaultPreset): Fault => {
  if (typeof fault === "string") {
    if (Object.hasOwn(faultPresets, fault)) return faultPresets[fault];
    throw new TypeError(`No fault preset "${fault}"; there are ${Object.keys(faultPresets).join(", ")}.`);
  }
  if (fault.kind === "latency") requireNumber("ms", fault.ms, 0);
  if (fault.kind === "status") requireNumber("status", fault.status, 200, 599);
  if (fault.kind === "storm") requireNumber("ratio", fault.ratio, 0, 1);
  if (fault.kind === "drip") requireNumber("bytesPerSecond", fault.bytesPerSecond, 1);
  return fault;
};

const checkedScope = (scope: FaultScope): FaultScope => {
  if (scope.times !== undefined) requireNumber("times", scope.times, 1);
  if (scope.ratio !== undefined) requireNumber("ratio", scope.ratio, 0, 1);
  return scope;
};

const requireNumber = (name: string, value: number, min: number, max = Number.MAX_SAFE_INTEGER): void => {
  if (!(value >= min && value <= max)) throw new TypeError(`A fault's ${name} must be a number from ${min} to ${max}.`);
};
