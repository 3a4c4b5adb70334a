import { defineLiveCheck, type LiveFinding, type LiveStep } from "@trunkline/core";
import { googleLoginSteps } from "@trunkline/core/google";
import { operations } from "./operations/index.js";
import type { AccountSummary } from "./schemas/admin-accounts.js";

interface Seen {
  readonly id: string;
  readonly title: string;
}

const propertiesOf = (summaries: readonly AccountSummary[]): readonly Seen[] =>
  summaries.flatMap(({ properties }) =>
    properties.map(({ property, title = "no name" }) => ({ id: property.replace("properties/", ""), title })),
  );

const named = ({ id, title }: Seen): string => `${id} (${title})`;

const findProperty = (seen: readonly Seen[], hasMore: boolean, configured: unknown): LiveFinding => {
  const [first] = seen;
  if (!first) return { ok: false, says: "the login sees no property" };
  if (typeof configured !== "string")
    return seen.length === 1
      ? { ok: true, says: named(first), found: first.id }
      : { ok: false, says: `GA4_PROPERTY_ID chooses one of ${seen.map(named).join(", ")}` };
  const found = seen.find(({ id }) => id === configured);
  if (found) return { ok: true, says: named(found), found: configured };
  if (hasMore)
    return { ok: true, says: `${configured}, among more properties than were looked through`, found: configured };
  return { ok: false, says: `${configured} is not among ${seen.map(named).join(", ")}` };
};

/** From nothing to a property whose reports can be read. */
export const liveSteps: readonly LiveStep[] = [
  ...googleLoginSteps("GA4", operations.health.check),
  {
    id: "admin-api",
    title: "The Admin API is on and the scope is granted",
    needs: "previous",
    help: "Turn on the Google Analytics Admin API in the project of the credential; the scope is analytics.readonly.",
    check: defineLiveCheck({
      kind: "scopes",
      operation: operations.health.check,
      read: () => ({ ok: true, says: "allowed" }),
    }),
  },
  {
    id: "property",
    title: "The property is found",
    needs: "previous",
    help: "Add the login's e-mail address in Google Analytics: Admin, Property access management, role Viewer; set GA4_PROPERTY_ID to its number.",
    check: defineLiveCheck({
      kind: "resource",
      operation: operations.admin.accountSummaries.list,
      input: () => ({ limit: 200 }),
      read: ({ accountSummaries, nextCursor }, { settings }) =>
        findProperty(propertiesOf(accountSummaries), nextCursor !== undefined, settings.propertyId),
    }),
  },
  {
    id: "data-api",
    title: "The Data API answers for the property",
    needs: "previous",
    help: "Turn on the Google Analytics Data API as well: it is switched on apart from the Admin API.",
    check: defineLiveCheck({
      kind: "probe",
      operation: operations.metadata.get,
      input: ({ found = "" }) => ({ property: found, limit: 1 }),
      read: ({ total }) => ({ ok: total > 0, says: total > 0 ? "answered" : "the property has no fields" }),
    }),
  },
];
