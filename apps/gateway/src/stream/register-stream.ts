import type { OutgoingHttpHeaders } from "node:http";
import { type Clock, ConnectorError, type MetricsSink, noMetrics, type Random, systemClock } from "@trunkline/core";
import type { Feed } from "@trunkline/events";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Authenticate } from "../auth/authenticate.js";
import type { Principal } from "../auth/principal.js";
import type { DrainableGateway } from "../create-gateway.js";
import { audibleTo, hearsAnything } from "./audible.js";
import { followFeed } from "./follow-feed.js";
import { createSeats } from "./seats.js";
import { createSseWriter } from "./sse.js";
import { defaultStreamLimits, type StreamLimits } from "./stream-limits.js";
import { parseStreamRequest, type StreamRequest } from "./stream-query.js";

/** What the stream stands on. */
export interface StreamDeps {
  /** The feed, once the database is there; rejects with a ConnectorError while it is not. */
  feed(): Promise<Feed>;
  readonly gateway: Pick<DrainableGateway, "registry" | "visible" | "draining">;
  readonly authenticate: Authenticate;
  readonly limits?: StreamLimits;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly metrics?: MetricsSink;
}

/** The streams of one server. */
export interface Streams {
  /** How many are open. */
  readonly open: number;
  /** Ends them all, each telling its client when to come back, and takes no new ones. Also done when the server closes. */
  drain(): void;
}

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  // A proxy that gathers answers would turn the stream into a long wait.
  "x-accel-buffering": "no",
} as const;

/** `GET /v1/stream`: what happens, as server-sent events that a client can go on from after a break. */
export const registerStream = (app: FastifyInstance, deps: StreamDeps): Streams => {
  const { gateway, authenticate, limits = defaultStreamLimits, metrics = noMetrics } = deps;
  const seats = createSeats(limits);
  const stopping = new AbortController();
  const preParsing = async (request: FastifyRequest) => void (await authenticate(request));
  const open = async (request: FastifyRequest) => {
    const principal = await authenticate(request);
    const asked = parseStreamRequest(request);
    if (stopping.signal.aborted || gateway.draining) throw stopped();
    if (!hearsAnything(gateway, principal)) throw deaf(principal);
    const feed = await deps.feed();
    return { principal, asked, feed, after: await placeOf(feed, asked) };
  };
  app.head("/v1/stream", { preParsing }, async (request, reply) => {
    await open(request);
    return reply.headers(headers).send();
  });
  app.get("/v1/stream", { preParsing, exposeHeadRoute: false }, async (request, reply) => {
    const { principal, asked, feed, after } = await open(request);
    const leave = seats.take(principal.id);
    metrics.add("trunkline_streams_open", {}, 1);
    reply.hijack();
    try {
      await stream(deps, { request, reply, principal, asked, feed, after, stopping: stopping.signal });
    } finally {
      leave();
      metrics.add("trunkline_streams_open", {}, -1);
    }
    return reply;
  });
  const drain = () => stopping.abort(stopped());
  app.addHook("preClose", async () => drain());
  return {
    get open() {
      return seats.taken;
    },
    drain,
  };
};

interface OpenStream {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly principal: Principal;
  readonly asked: StreamRequest;
  readonly feed: Feed;
  readonly after: string;
  readonly stopping: AbortSignal;
}

const stream = async (deps: StreamDeps, opened: OpenStream): Promise<void> => {
  const { gateway, authenticate, limits = defaultStreamLimits, clock = systemClock, random = Math.random } = deps;
  const { request, reply, principal, asked, feed, after, stopping } = opened;
  const { raw } = reply;
  const gone = new AbortController();
  raw.once("close", () => gone.abort(new Error("The client went away.")));
  raw.on("error", () => gone.abort());
  raw.writeHead(200, reply.headers(headers).getHeaders() as OutgoingHttpHeaders);
  const { headers: shown, url } = request;
  let current = principal;
  const farewell = await followFeed({
    feed,
    clock,
    after,
    request: asked,
    // Spread, so that a server which comes back is not met by everybody at once.
    limits: { ...limits, retryMs: Math.round(limits.retryMs * (0.5 + random())) },
    writer: createSseWriter(raw, { clock, stallMs: limits.stallMs }),
    signal: AbortSignal.any([gone.signal, stopping]),
    audible: () => audibleTo(gateway, current),
    // A new object, since the decision about a request is made once.
    reauthenticate: async () => {
      current = await authenticate({ headers: shown, url });
    },
  });
  if (gone.signal.aborted) {
    // Fastify sees no end of an answer that is cut off, so nobody else writes the line.
    const durationMs = Math.round(reply.elapsedTime);
    request.log.info(
      { requestId: request.id, method: "GET", path: "/v1/stream", status: 200, durationMs },
      "the client left the stream",
    );
    return;
  }
  raw.end(farewell);
  // A reader who has stopped reading never sees the end; its socket must not be held for it.
  await clock.sleep(limits.graceMs, gone.signal).catch(() => {});
  raw.destroy();
};

/** Where to begin. Read once before anything is sent, so that a cursor that is no good is answered with its status. */
const placeOf = async (feed: Feed, { after }: StreamRequest): Promise<string> => {
  if (after === "latest") return feed.latestCursor();
  if (after === "oldest") return feed.oldestCursor();
  await feed.read({ after, limit: 1 });
  return after;
};

const stopped = (): ConnectorError =>
  new ConnectorError("SHUTTING_DOWN", { message: "The gateway is stopping.", retryAfterMs: 1_000 });

const deaf = ({ name }: Principal): ConnectorError =>
  new ConnectorError("FORBIDDEN", {
    message: `The stream tells of connectors at which the key "${name}" may read; there is none.`,
  });
