import type { Database } from "@trunkline/store";

/** What is written down about a change of an endpoint. Never a secret. */
export interface AuditedChange {
  readonly actor: string;
  readonly action: string;
  readonly endpointId: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Writes down who did what, in the transaction of the change. */
export const audit = async (
  tx: Database,
  { actor, action, endpointId, details = {} }: AuditedChange,
): Promise<void> => {
  const subject = `endpoint:${endpointId}`;
  await tx
    .insertInto("audit")
    .values({ actor, action, subject, details: JSON.stringify(details) })
    .execute();
};
