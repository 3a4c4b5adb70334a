import type { ClientBase } from "pg";
import { describeSchema } from "./describe-schema.js";

/** Everything in the schema as one script: tables, rows, and then what constrains them. */
export const takeSnapshot = async (client: ClientBase): Promise<string> => {
  const { tables, constraints } = await describeSchema(client);
  const rows: string[] = [];
  for (const table of await tableNames(client)) rows.push(await insertsOf(client, table));
  return [tables, ...rows, constraints].join("\n");
};

/** Every row of every table as JSON, by table. */
export const readRows = async (
  client: ClientBase,
): Promise<ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>> => {
  const found = new Map<string, Record<string, unknown>[]>();
  for (const table of await tableNames(client)) {
    const { rows } = await client.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from ${client.escapeIdentifier(table)} t order by to_jsonb(t)::text`,
    );
    found.set(
      table,
      rows.map(({ row }) => row),
    );
  }
  return found;
};

const tableNames = async (client: ClientBase): Promise<readonly string[]> => {
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = current_schema() order by tablename",
  );
  return rows.map(({ name }) => name);
};

/** Identities go on after the highest row. */
const insertsOf = async (client: ClientBase, table: string): Promise<string> => {
  const { rows: columns } = await client.query<{ name: string; identity: boolean }>(
    `select attname as name, attidentity <> '' as identity from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [client.escapeIdentifier(table)],
  );
  const quoted = columns.map(({ name }) => client.escapeIdentifier(name));
  const { rows } = await client.query<{ values: string }>(
    `select concat_ws(', ', ${quoted.map((name) => `quote_nullable(${name}::text)`).join(", ")}) as values
     from ${client.escapeIdentifier(table)} order by 1`,
  );
  const inserts = rows.map(
    ({ values }) =>
      `insert into ${client.escapeIdentifier(table)} (${quoted.join(", ")})\n  overriding system value values (${values});\n`,
  );
  const identities = columns
    .filter(({ identity }) => identity)
    .map(
      ({ name }) =>
        `select setval(pg_get_serial_sequence('${client.escapeIdentifier(table)}', '${name}'), (select max(${client.escapeIdentifier(name)}) from ${client.escapeIdentifier(table)}));\n`,
    );
  return [...inserts, ...(rows.length > 0 ? identities : [])].join("");
};
