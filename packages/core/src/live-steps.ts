import type { AnyOperation, OperationInput, OperationOutput } from "./operation.js";

/** What reading a step's answer told. */
export interface LiveFinding {
  readonly ok: boolean;
  /** What was found or what is lacking: a phrase for a person, nothing secret. */
  readonly says: string;
  /** Id of what was found, for the steps after it. */
  readonly found?: string;
}

/** What a check may know beside the answer. */
export interface LiveContext {
  /** The connector's settings, without credentials. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What the last step that found something found. */
  readonly found?: string;
}

/** A check that calls. Its methods are pure. */
export interface LiveCallCheck {
  /**
   * `login`: the credential is accepted, even if it may not do this; `scopes`: it may do what is needed;
   * `resource`: a property, site or account is there; `probe`: a real read is answered.
   */
  readonly kind: "login" | "scopes" | "resource" | "probe";
  /** A cheap read. Equal calls of several steps are made once. */
  readonly operation: AnyOperation;
  /** Default: no input. */
  input?(context: LiveContext): Readonly<Record<string, unknown>>;
  /** Reads a successful answer. Default: any answer will do. */
  read?(data: unknown, context: LiveContext): LiveFinding;
}

/**
 * How a step is checked. `variables`: those that the step needs are set and fit; where `live` offers alternatives among
 * them, one is enough.
 */
export type LiveCheck = { readonly kind: "variables" } | LiveCallCheck;

/** One step from nothing to a working live connection. */
export interface LiveStep {
  /** Kebab-case; also the heading of its section in the playbook. */
  readonly id: string;
  /** What holds when it is done, e.g. `Shopify accepts the login`. */
  readonly title: string;
  /** Variables that it is about, or `previous`: it needs no more than the steps before it. */
  readonly needs: readonly string[] | "previous";
  /** What to do when it is missing. */
  readonly help: string;
  readonly check: LiveCheck;
}

/** What a check by one operation states; input and answer have the operation's types. */
export interface LiveCallFacts<Op extends AnyOperation> {
  readonly kind: LiveCallCheck["kind"];
  readonly operation: Op;
  readonly input?: (context: LiveContext) => OperationInput<Op>;
  readonly read?: (data: OperationOutput<Op>, context: LiveContext) => LiveFinding;
}

/** States a check that calls. */
export const defineLiveCheck = <Op extends AnyOperation>(facts: LiveCallFacts<Op>): LiveCallCheck =>
  // The answer of an operation has been validated against its output before a check sees it.
  facts as LiveCallCheck;
