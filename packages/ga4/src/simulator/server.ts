import type { Clock } from "@trunkline/core";
import type { SimulatedLogin } from "@trunkline/core/google/simulator";
import type { SimulatorReply, SimulatorRequest } from "@trunkline/core/simulator";
import { adminRoute, propertyOf } from "./admin/routes.js";
import { collectEvents, debugCollect } from "./collect.js";
import { localTime } from "./data/days.js";
import type { Traffic } from "./data/traffic.js";
import { type DataContext, type DataRequest, dataRoute } from "./data-routes.js";
import { failure, GoogleFailure, notFoundPage } from "./failure.js";
import { requireToken } from "./login.js";
import type { QuotaLedger } from "./quota-ledger.js";
import type { DataLimits } from "./reports/collect.js";
import { metadata } from "./reports/schema-answers.js";
import type { SimulatorState } from "./state.js";

/** What a running simulator is made of. */
export interface World {
  readonly seed: number;
  readonly clock: Clock;
  readonly traffic: Traffic;
  readonly state: SimulatorState;
  readonly login: SimulatedLogin;
  readonly ledger: QuotaLedger;
  readonly limits: DataLimits;
  /** From the beginning of an export to its end. Milliseconds. */
  readonly workMs: number;
  /** How far reports lag behind. Milliseconds. */
  readonly lagMs: number;
}

const dataHost = "analyticsdata.googleapis.com";
const adminHost = "analyticsadmin.googleapis.com";

/** Answers a request as the host would that it was meant for. Every answer is dated by the simulator's own clock. */
export const answerRequest = (request: SimulatorRequest, world: World): SimulatorReply => {
  const reply = guarded(request, world);
  return { ...reply, headers: { date: new Date(world.clock.now()).toUTCString(), ...reply.headers } };
};

const guarded = (request: SimulatorRequest, world: World): SimulatorReply => {
  try {
    return world.login.answer(request) ?? route(request, world);
  } catch (error) {
    if (error instanceof GoogleFailure) return error.reply;
    throw error;
  }
};

const route = (request: SimulatorRequest, world: World): SimulatorReply => {
  const { method, path } = request;
  if (method === "POST" && path === "/debug/mp/collect") return debugCollect(request);
  if (method === "POST" && path === "/mp/collect") return collectEvents(request, world.state, world.clock.now());
  const versioned = /^\/(v1beta|v1alpha)\/(.+)$/.exec(path);
  if (!versioned) return notFoundPage;
  const [, version = "", rest = ""] = versioned;
  const host = request.headers["x-forwarded-host"];
  const data = host === adminHost ? undefined : answerData(request, world, { version, rest });
  if (data) return data;
  return host === dataHost ? notFoundPage : answerAdmin(request, world, { version, rest });
};

interface Target {
  readonly version: string;
  readonly rest: string;
}

const jsonOf = (request: SimulatorRequest) => (): unknown => {
  try {
    return request.body.length === 0 ? {} : request.json();
  } catch {
    throw failure(400, "Invalid JSON payload received. Unexpected end of string.");
  }
};

const answerData = (request: SimulatorRequest, world: World, { version, rest }: Target): SimulatorReply | undefined => {
  const target = /^properties\/([^/:]+)([:/].+)$/.exec(rest);
  if (!target) return undefined;
  const [, propertyId = "", tail = ""] = target;
  const asked: DataRequest = {
    method: request.method,
    version,
    propertyId,
    rest: tail,
    query: request.query,
    body: jsonOf(request),
  };
  const found = dataRoute(asked, () => contextOf(world, propertyId));
  if (!found) return undefined;
  const { email } = requireToken(world.login, request, found.scopes);
  if (propertyId === "0" && tail === "/metadata") return { status: 200, body: metadata("0", undefined) };
  propertyOf(world.state, propertyId);
  world.state.accesses.set(email, (world.state.accesses.get(email) ?? 0) + 1);
  world.ledger.enter(found.family);
  try {
    return { status: 200, body: found.run() };
  } finally {
    world.ledger.leave(found.family);
  }
};

const contextOf = (world: World, propertyId: string): DataContext => {
  const { clock, traffic, state, limits, seed, ledger, workMs, lagMs } = world;
  const property = propertyOf(state, propertyId);
  const timeZone = String(property.property.timeZone);
  const nowMs = clock.now();
  const known = localTime(nowMs - lagMs, timeZone);
  return {
    sources: { traffic, property, knownUntilMinute: known.day * 1_440 + known.minute, limits },
    today: localTime(nowMs, timeZone).day,
    seed,
    times: { nowMs, workMs },
    ledger,
    nextId: state.nextId,
  };
};

const answerAdmin = (request: SimulatorRequest, world: World, { version, rest }: Target): SimulatorReply => {
  const call = {
    state: world.state,
    nowMs: world.clock.now(),
    query: request.query,
    method: request.method,
    path: rest,
    version,
    body: jsonOf(request),
  };
  const probe = adminRoute({ ...call, email: "" });
  if (!probe) return notFoundPage;
  const { email } = requireToken(world.login, request, probe.scopes);
  return { status: 200, body: adminRoute({ ...call, email })?.run() };
};
