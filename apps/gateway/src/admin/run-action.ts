import { ConnectorError, toIssues } from "@trunkline/core";
import type { Background } from "../durable/background.js";
import type { Durable } from "../durable/durable.js";
import type { ActionContext, AnyAdminAction } from "./action.js";

/** What every action is run with. */
export interface ActionRunner {
  /** Checks the input, waits for the database, runs, and writes the audit. @throws ConnectorError */
  run(action: AnyAdminAction, input: unknown, context: ActionContext): Promise<unknown>;
}

/** How long an action waits for a database that is still being opened. */
const patienceMs = 5_000;

/** Runs actions on the durable parts, once they are there. */
export const createActionRunner = (durable: Background<Durable>): ActionRunner => ({
  run: async (action, input, context) => {
    const parsed = action.input.safeParse(input);
    if (!parsed.success) {
      const issues = toIssues(parsed.error);
      throw new ConnectorError("INVALID_INPUT", {
        message: `The request does not fit: ${issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; ")}.`,
        issues,
      });
    }
    const parts = await durable.whenReady(patienceMs);
    const output = await action.run(parts, parsed.data, context);
    const note = action.audit?.(parsed.data, output);
    if (note)
      await parts.store.db
        .insertInto("audit")
        .values({
          actor: context.actor,
          action: action.id,
          subject: note.subject,
          details: JSON.stringify(note.details ?? {}),
        })
        .execute();
    return output;
  },
});
