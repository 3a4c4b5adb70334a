import { z } from "zod";
import { enumWord, flag, listOf, present, text } from "./common.js";

const snapshot = z.record(z.string(), z.unknown()).nullish();

/** A change as upstream sends it. */
export const ChangeEventWire = z.object({
  id: z.string(),
  changeTime: text,
  actorType: text,
  userActorEmail: text,
  changesFiltered: flag,
  changes: listOf(
    z.object({ resource: text, action: text, resourceBeforeChange: snapshot, resourceAfterChange: snapshot }),
  ),
});

/** Who changed what, and when. */
export const ChangeEvent = z.object({
  id: z.string(),
  changedAt: z.string().optional(),
  actorType: z.string().optional().describe("USER, SYSTEM or SUPPORT"),
  actorEmail: z.string().optional(),
  isPartial: z.boolean().describe("Some changes of the event are left out, by the filter or for want of permission"),
  changes: z.array(
    z.object({
      resource: z.string().optional(),
      action: z.string().optional().describe("CREATED, UPDATED or DELETED"),
      before: z.record(z.string(), z.unknown()).optional(),
      after: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});
/** Who changed what, and when. */
export type ChangeEvent = z.infer<typeof ChangeEvent>;

/** `ChangeEvent`. Snapshots of resources may hold secrets: those never come through. */
export const toChangeEvent = (wire: z.infer<typeof ChangeEventWire>): ChangeEvent => ({
  id: wire.id,
  isPartial: wire.changesFiltered ?? false,
  ...present({
    changedAt: wire.changeTime,
    actorType: enumWord(wire.actorType),
    actorEmail: wire.userActorEmail,
  }),
  changes: (wire.changes ?? []).map(({ resource, action, resourceBeforeChange, resourceAfterChange }) =>
    present({
      resource,
      action: enumWord(action),
      before: resourceBeforeChange ? withoutSecrets(resourceBeforeChange) : undefined,
      after: resourceAfterChange ? withoutSecrets(resourceAfterChange) : undefined,
    }),
  ),
});

/** The object without every field, at any depth, whose name says that its value is secret. */
const withoutSecrets = (value: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([name, inner]) => !(isSecretName(name) && (typeof inner === "string" || inner === null)))
      .map(([name, inner]) => [name, cleaned(inner)]),
  );

const isSecretName = (name: string): boolean => /secret|token|password/i.test(name);

const cleaned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(cleaned);
  return typeof value === "object" && value !== null ? withoutSecrets(value as Record<string, unknown>) : value;
};
