import { ConnectorError, type IdSource } from "@trunkline/core";
import type { Store, StoredSecret, StoreTransaction } from "@trunkline/store";
import { sql } from "kysely";
import { audit } from "./audit.js";
import { listDeliveries } from "./delivery-log.js";
import { lockEndpoint, noSuchEndpoint, selectEndpoints, toEndpoint } from "./endpoint-row.js";
import { parseInput } from "./parse-input.js";
import { resend, resendRange } from "./resend.js";
import { deliveriesQueue } from "./schedule.js";
import {
  type DeliveryList,
  type DeliveryQuery,
  type Endpoint,
  EndpointInput,
  EndpointPatch,
  type EndpointWithSecret,
  type ResendInput,
  type ResendRangeInput,
  type ResendResult,
  RotateInput,
  type TestResult,
} from "./schemas.js";
import { type MintSecret, rotateSecrets } from "./secrets.js";
import type { Send } from "./send.js";
import { testEndpoint } from "./test-endpoint.js";

/** Where outgoing webhooks go, for those who operate them. `actor` is written down with every change. */
export interface Endpoints {
  /** The secret is in this answer alone. */
  create(input: EndpointInput, actor: string): Promise<EndpointWithSecret>;
  list(): Promise<{ endpoints: Endpoint[] }>;
  get(id: string): Promise<Endpoint>;
  update(patch: EndpointPatch, actor: string): Promise<Endpoint>;
  /** What waits for it is discarded; its log goes with it. */
  remove(id: string, actor: string): Promise<{ id: string }>;
  /** What waited for it is tried at once. */
  enable(id: string, actor: string): Promise<Endpoint>;
  /** New events are not sent to it from now on; what waits goes on waiting until it is enabled or too old. */
  disable(id: string, actor: string): Promise<Endpoint>;
  /** The new secret is in this answer alone. */
  rotateSecret(input: RotateInput, actor: string): Promise<EndpointWithSecret>;
  test(id: string, actor: string, signal?: AbortSignal): Promise<TestResult>;
  deliveries(query: DeliveryQuery): Promise<DeliveryList>;
  /** Sends one message again. */
  resend(input: ResendInput, actor: string): Promise<ResendResult>;
  /** Sends an endpoint's messages of a range of events again, at most 10,000 at once. */
  resendRange(input: ResendRangeInput, actor: string): Promise<ResendResult>;
}

/** What the endpoints are built on. */
export interface EndpointDeps {
  readonly store: Store;
  readonly ids: IdSource;
  readonly mintSecret: MintSecret;
  readonly send: Send;
  /** Why a URL must not be sent to; nothing when it may. */
  refusalOf(url: string): string | undefined;
}

/** The endpoints of a store. Failures: `NOT_FOUND`, `INVALID_INPUT`. */
export const createEndpoints = (deps: EndpointDeps): Endpoints => {
  const { store } = deps;
  const { db } = store;
  return {
    create: (input, actor) => create(deps, input, actor),
    list: async () => ({ endpoints: (await selectEndpoints(db).orderBy("created_at").execute()).map(toEndpoint) }),
    get: (id) => read(db, id),
    update: (patch, actor) => update(deps, patch, actor),
    remove: (id, actor) => store.transaction((tx) => remove(tx, id, actor)),
    enable: (id, actor) => store.transaction((tx) => enable(tx, id, actor)),
    disable: (id, actor) => store.transaction((tx) => disable(tx, id, actor)),
    rotateSecret: (input, actor) => rotate(deps, input, actor),
    test: (id, actor, signal = new AbortController().signal) => testEndpoint(deps, { id, actor, signal }),
    deliveries: (query) => listDeliveries(db, query),
    resend: (input, actor) => resend(store, input, actor),
    resendRange: (input, actor) => resendRange(store, input, actor),
  };
};

const read = async (db: Store["db"], id: string): Promise<Endpoint> => {
  const row = await selectEndpoints(db).where("id", "=", id).executeTakeFirst();
  return row ? toEndpoint(row) : noSuchEndpoint(id);
};

const create = async (deps: EndpointDeps, given: EndpointInput, actor: string): Promise<EndpointWithSecret> => {
  const { perSecond, ...fields } = parseInput(EndpointInput, given);
  requireUrl(deps, fields.url);
  const id = `ep_${deps.ids().replaceAll("-", "")}`;
  const secret = deps.mintSecret();
  return deps.store.transaction(async (tx) => {
    const secrets = JSON.stringify([{ secret }] satisfies StoredSecret[]);
    await tx
      .insertInto("endpoint")
      .values({ id, ...fields, per_second: perSecond, secrets })
      .execute();
    await audit(tx, { actor, action: "endpoint.create", endpointId: id, details: { ...fields, perSecond } });
    return { ...(await read(tx, id)), secret };
  });
};

const update = async (deps: EndpointDeps, given: EndpointPatch, actor: string): Promise<Endpoint> => {
  const { id, perSecond, ...fields } = parseInput(EndpointPatch, given);
  if (fields.url !== undefined) requireUrl(deps, fields.url);
  return deps.store.transaction(async (tx) => {
    await lockEndpoint(tx, id);
    const changes = { ...fields, ...(perSecond !== undefined && { per_second: perSecond }) };
    if (Object.keys(changes).length > 0) await tx.updateTable("endpoint").set(changes).where("id", "=", id).execute();
    // The line of those who wait was made for the old rate.
    if (perSecond !== undefined) await tx.deleteFrom("endpoint_pace").where("endpoint_id", "=", id).execute();
    await audit(tx, { actor, action: "endpoint.update", endpointId: id, details: { ...fields, perSecond } });
    return read(tx, id);
  });
};

const requireUrl = ({ refusalOf }: EndpointDeps, url: string): void => {
  const reason = url.includes("#") ? "A fragment is never sent; leave out what is behind #." : refusalOf(url);
  if (reason === undefined) return;
  throw new ConnectorError("INVALID_INPUT", {
    message: reason,
    issues: [{ path: "url", message: reason }],
    help: "Give an https URL of a public host, or list the host in TRUNKLINE_WEBHOOK_ALLOW_HOSTS.",
  });
};

const remove = async (tx: StoreTransaction, id: string, actor: string): Promise<{ id: string }> => {
  const { url } = await lockEndpoint(tx, id);
  await tx.deleteFrom("endpoint").where("id", "=", id).execute();
  await tx.deleteFrom("endpoint_pace").where("endpoint_id", "=", id).execute();
  await sql`update work set state = 'discarded', finished_at = clock_timestamp()
    where queue = ${deliveriesQueue} and state = 'ready' and payload->>'endpointId' = ${id}`.execute(tx);
  await audit(tx, { actor, action: "endpoint.delete", endpointId: id, details: { url } });
  return { id };
};

const enable = async (tx: StoreTransaction, id: string, actor: string): Promise<Endpoint> => {
  await lockEndpoint(tx, id);
  await tx
    .updateTable("endpoint")
    .set({ enabled: true, disabled_because: null, failing_since: null })
    .where("id", "=", id)
    .execute();
  await sql`update work set run_at = clock_timestamp()
    where queue = ${deliveriesQueue} and state = 'ready' and payload->>'endpointId' = ${id}`.execute(tx);
  await sql`select pg_notify('trunkline_work', '')`.execute(tx);
  await audit(tx, { actor, action: "endpoint.enable", endpointId: id });
  return read(tx, id);
};

const disable = async (tx: StoreTransaction, id: string, actor: string): Promise<Endpoint> => {
  await lockEndpoint(tx, id);
  await tx.updateTable("endpoint").set({ enabled: false, disabled_because: "operator" }).where("id", "=", id).execute();
  await audit(tx, { actor, action: "endpoint.disable", endpointId: id, details: { because: "operator" } });
  return read(tx, id);
};

const rotate = async (deps: EndpointDeps, given: RotateInput, actor: string): Promise<EndpointWithSecret> => {
  const { id, overlapHours } = parseInput(RotateInput, given);
  const secret = deps.mintSecret();
  return deps.store.transaction(async (tx) => {
    const { secrets, now } = await lockEndpoint(tx, id);
    const rotated = rotateSecrets(secrets, { secret, now, overlapMs: overlapHours * 3_600_000 });
    await tx
      .updateTable("endpoint")
      .set({ secrets: JSON.stringify(rotated) })
      .where("id", "=", id)
      .execute();
    await audit(tx, { actor, action: "endpoint.rotate", endpointId: id, details: { overlapHours } });
    return { ...(await read(tx, id)), secret };
  });
};
