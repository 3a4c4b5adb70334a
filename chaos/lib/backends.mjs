// Where the store is: a server of the run's own that all gateways share, or the one that a gateway starts by itself.
import { globSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { missingServer, startDatabase } from "./database.mjs";
import { until } from "./wait.mjs";

const schema = "trunkline";

/** The tables that the handlers of the run write to. */
const tables = `
  create table if not exists chaos_effect (
    id bigint generated always as identity primary key, event_id bigint not null, ordering_key text not null, number int);
  create table if not exists chaos_counter (name text primary key, value int not null default 0);
  insert into chaos_counter (name) values ('plain'), ('poison'), ('killer'), ('dated'), ('twin'), ('none') on conflict do nothing`;

/** What both have in common, given how to connect. */
const commonOf = (connection) => {
  const connect = async () => {
    const client = new pg.Client(connection());
    client.on("error", () => {});
    await client.connect();
    return client;
  };
  const run = async (text) => {
    const client = await connect();
    try {
      return (await client.query(`set search_path = ${schema}; ${text}`)).at(-1).rows;
    } finally {
      await client.end();
    }
  };
  return {
    /** Once a gateway has migrated. */
    prepare: () =>
      until("the tables being there", () =>
        run(tables).then(
          () => true,
          () => false,
        ),
      ),
    /** Gives the function something to ask with. */
    query: (work) => work(run),
    /** Nothing waits, runs or is still to be put into the queue. */
    isIdle: async () => {
      try {
        const [{ open }] = await run(
          `select (select count(*) from work where state in ('ready', 'running') and queue not in ('schedules', 'deliveries'))
            + (select count(*) from event where not relayed)
            + (select count(*) from write where state = 'running') as open`,
        );
        return Number(open) === 0;
      } catch {
        return false; // not up yet
      }
    },
  };
};

const postgres = {
  missing: missingServer,
  start: async ({ directory, settings }) => {
    const home = join(directory, "postgres");
    mkdirSync(home);
    const database = await startDatabase({ directory: home, settings });
    return {
      ...commonOf(() => ({ connectionString: database.directUrl() })),
      isShared: true,
      database,
      env: () => ({ DATABASE_URL: database.url, CHAOS_SCHEMA: schema }),
      kills: () => database.counts.kills + database.counts.powerCuts,
      close: () => database.close(),
    };
  },
};

/** A gateway's own server is found by the file it keeps beside its data. */
const readPidFile = (directory) => {
  const [file] = globSync("**/postmaster.pid", { cwd: directory });
  if (file === undefined) return undefined;
  const [pid, , , port, host] = readFileSync(join(directory, file), "utf8").split("\n");
  return { pid: Number(pid), port: Number(port), host };
};

const embedded = {
  missing: () => undefined,
  start: async ({ directory }) => {
    const counts = { kills: 0 };
    const database = {
      kill: async () => {
        const found = readPidFile(directory);
        if (found === undefined) return;
        counts.kills += 1;
        try {
          process.kill(found.pid, "SIGKILL");
        } catch {
          // It was not running.
        }
      },
      // Its gateway starts it again.
      start: async () => {},
    };
    const connection = () => {
      const { host, port } = readPidFile(directory) ?? {};
      return { host, port, user: "trunkline", database: "postgres" };
    };
    return {
      ...commonOf(connection),
      isShared: false,
      database,
      env: () => ({}),
      kills: () => counts.kills,
      // It outlives a gateway that is killed.
      close: async () => {
        const found = readPidFile(directory);
        if (found === undefined) return;
        try {
          process.kill(found.pid, "SIGINT");
        } catch {
          return;
        }
        await until("the embedded server being gone", () => readPidFile(directory) === undefined);
      },
    };
  },
};

/** By name. */
export const backends = { embedded, postgres };
