import type { LiveStep } from "@trunkline/core";

/**
 * State of a step. `unchecked`: the vendor gave no answer that tells, so nothing is known to be missing;
 * `not-reached`: a step before it is not done, or there is no live connection to ask.
 */
export type StepState = "done" | "missing" | "unchecked" | "not-reached";

/** What the doctor found of one step. */
export interface StepReport {
  readonly id: string;
  readonly title: string;
  readonly state: StepState;
  /** What was found, or what is lacking. */
  readonly says?: string;
  /** What to do, most particular first; empty unless something is to be done. */
  readonly todo: readonly string[];
  /** What the upstream hides inside a success, e.g. an API version that has ended. */
  readonly warnings: readonly string[];
  /** Section of the playbook. */
  readonly playbook: string;
}

/** Where a step is described. */
export const playbookOf = (connectorId: string, { id }: Pick<LiveStep, "id">): string =>
  `docs/live-connect/${connectorId}.md#${id}`;

/** The part of a report that a check decides. */
export type StepOutcome = Pick<StepReport, "state" | "says"> & Partial<Pick<StepReport, "todo" | "warnings">>;

/** A check's outcome as the report of its step. */
export const toReport = (connectorId: string, step: LiveStep, outcome: StepOutcome): StepReport => ({
  id: step.id,
  title: step.title,
  state: outcome.state,
  ...(outcome.says !== undefined && { says: outcome.says }),
  todo: outcome.todo ?? [],
  warnings: outcome.warnings ?? [],
  playbook: playbookOf(connectorId, step),
});
