/** A resource of the Admin API as it goes over the wire. */
export interface Resource {
  readonly name: string;
  readonly [field: string]: unknown;
}

/** Events that arrived by the Measurement Protocol. */
export interface CollectedEvent {
  readonly name: string;
  readonly clientId: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/** Work that goes on beside calls: an export of an audience, a report task. */
export interface LongWork {
  readonly resource: Resource;
  readonly readyAtMs: number;
  /** What the finished work gives. */
  readonly result: unknown;
}

/** One property and what hangs on it. */
export interface PropertyState {
  property: Resource;
  dataStreams: Resource[];
  secrets: Resource[];
  keyEvents: Resource[];
  customDimensions: Resource[];
  customMetrics: Resource[];
  googleAdsLinks: Resource[];
  audiences: Resource[];
  annotations: Resource[];
  retention: Resource;
  readonly audienceExports: LongWork[];
  readonly reportTasks: LongWork[];
  readonly collected: CollectedEvent[];
  keyEventNames(): ReadonlySet<string>;
}

/** Everything that calls can change. */
export interface SimulatorState {
  readonly accounts: Resource[];
  readonly properties: Map<string, PropertyState>;
  /** Newest first. */
  readonly changes: Resource[];
  /** Accesses by API: who, and how often. */
  readonly accesses: Map<string, number>;
  /** The next id of whatever is made. */
  nextId(): string;
}
