import type { Clock } from "../clock.js";
import type { BucketSpec, Quotas } from "./bucket.js";
import { ConcurrencyBucket } from "./concurrency-bucket.js";
import type { LiveBucket } from "./live-bucket.js";
import { TokenBucket } from "./token-bucket.js";
import { WindowBucket } from "./window-bucket.js";

/** What is counted apart for one bucket at most: inputs come from callers, and memory must not. */
export const maxKeys = 256;

/** What a bucket's key is worked out from. */
export interface KeySource {
  readonly input: unknown;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** One stated bucket: itself, or one of its kind for each key. */
class Compartment {
  /** For calls without a key, and for all where there are none. */
  readonly common: LiveBucket;
  readonly #spec: BucketSpec;
  readonly #clock: Clock;
  /** By key, the least recently used first. */
  readonly #byKey = new Map<string, LiveBucket>();

  constructor(spec: BucketSpec, clock: Clock) {
    this.#spec = spec;
    this.#clock = clock;
    this.common = createLiveBucket(spec, clock);
  }

  get isKeyed(): boolean {
    return this.#spec.per !== undefined;
  }

  find({ input, settings }: KeySource): LiveBucket {
    const key = this.#spec.per?.((input ?? {}) as Readonly<Record<string, unknown>>, settings);
    if (key === undefined) return this.common;
    const known = this.#byKey.get(key);
    if (known) this.#byKey.delete(key);
    else if (this.#byKey.size >= maxKeys) this.#makeRoom();
    const bucket = known ?? createLiveBucket(this.#spec, this.#clock, key);
    this.#byKey.set(key, bucket);
    return bucket;
  }

  /** Every bucket that counts, and none that was never drawn on while others were. */
  all(): readonly LiveBucket[] {
    const keyed = [...this.#byKey.values()];
    return keyed.length === 0 || !this.common.isAtRest(this.#clock.monotonic()) ? [this.common, ...keyed] : keyed;
  }

  /** A full bucket at rest is no different from a new one; else what is forgotten is learned anew from replies. */
  #makeRoom(): void {
    const nowMs = this.#clock.monotonic();
    let idle: string | undefined;
    for (const [key, bucket] of this.#byKey) {
      if (bucket.isAtRest(nowMs)) return void this.#byKey.delete(key);
      if (bucket.isIdle) idle ??= key;
    }
    if (idle !== undefined) this.#byKey.delete(idle);
  }
}

/** All buckets of one connection. */
export class BucketShelf {
  readonly #compartments = new Map<string, Compartment>();
  readonly #settings: Readonly<Record<string, unknown>>;

  /** @throws TypeError for a repeated bucket id, or a bucket without a capacity, limit, window or refill above zero. */
  constructor({ buckets }: Quotas, clock: Clock, settings: Readonly<Record<string, unknown>> = {}) {
    this.#settings = settings;
    for (const spec of buckets) {
      if (this.#compartments.has(spec.id)) throw new TypeError(`Bucket "${spec.id}" is stated twice`);
      this.#compartments.set(spec.id, new Compartment(spec, clock));
    }
  }

  /** The bucket that a call with this input draws on; nothing for an unknown id. */
  find(id: string, input: unknown): LiveBucket | undefined {
    const compartment = this.#compartments.get(id);
    if (!compartment?.isKeyed) return compartment?.common;
    return compartment.find({ input, settings: this.#settings });
  }

  /** Whether it is counted apart by key. */
  isKeyed(id: string): boolean {
    return this.#compartments.get(id)?.isKeyed ?? false;
  }

  /** Buckets of one id, whatever their key. */
  all(id: string): readonly LiveBucket[] {
    return this.#compartments.get(id)?.all() ?? [];
  }

  ids(): Iterable<string> {
    return this.#compartments.keys();
  }
}

const createLiveBucket = (spec: BucketSpec, clock: Clock, key?: string): LiveBucket => {
  switch (spec.kind) {
    case "token":
      return new TokenBucket(spec, clock.monotonic(), key);
    case "window":
      return new WindowBucket(spec, () => clock.now(), key);
    case "concurrency":
      return new ConcurrencyBucket(spec, key);
  }
};
