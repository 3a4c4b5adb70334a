import { ConnectorError } from "@trunkline/core";
import type { Database, EndpointTable } from "@trunkline/store";
import { type Selectable, sql } from "kysely";
import type { Endpoint } from "./schemas.js";
import { validSecrets } from "./secrets.js";

/** A stored endpoint and the moment it was read. */
export type EndpointRow = Selectable<EndpointTable> & { readonly now: Date };

/** Endpoints with the database's time beside them. */
export const selectEndpoints = (db: Database) =>
  db.selectFrom("endpoint").selectAll().select(sql<Date>`clock_timestamp()`.as("now"));

/**
 * The endpoint, locked until the transaction ends.
 * @throws ConnectorError `NOT_FOUND`
 */
export const lockEndpoint = async (tx: Database, id: string): Promise<EndpointRow> => {
  const row = await selectEndpoints(tx).where("id", "=", id).forUpdate().executeTakeFirst();
  return row ?? noSuchEndpoint(id);
};

/** Says that there is none. */
export const noSuchEndpoint = (id: string): never => {
  throw new ConnectorError("NOT_FOUND", {
    message: `There is no endpoint "${id.slice(0, 60)}".`,
    help: "List the endpoints to see their ids.",
  });
};

/** An endpoint as it is shown: without the values of its secrets. */
export const toEndpoint = (row: EndpointRow): Endpoint => ({
  id: row.id,
  url: row.url,
  description: row.description,
  types: row.types,
  connections: row.connections,
  perSecond: row.per_second,
  enabled: row.enabled,
  ...(isReason(row.disabled_because) && { disabledBecause: row.disabled_because }),
  ...(row.failing_since && { failingSince: row.failing_since.toISOString() }),
  secrets: validSecrets(row.secrets, row.now).map(({ until }) => (until === undefined ? {} : { until })),
  createdAt: row.created_at.toISOString(),
});

const isReason = (value: string | null): value is NonNullable<Endpoint["disabledBecause"]> =>
  value === "failing" || value === "operator" || value === "gone";
