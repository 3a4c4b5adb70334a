import { createHmac } from "node:crypto";
import { type Clock, ConnectorError, type InboundVerdict, isConnectorError, type MetricsSink } from "@trunkline/core";
import type { Accepted, NewEvent } from "@trunkline/events";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sendRefused, sendTaken, sendUnavailable } from "./answers.js";
import { refuseOddHeaders } from "./headers.js";
import { createAllowance } from "./rate.js";
import { readBody } from "./read-body.js";
import { busy, reasonNeverStored, tooMany, toUnavailable } from "./refusals.js";
import type { WebhookSecrets } from "./secrets.js";
import type { WebhookSource, WebhookSources } from "./source.js";
import { traceparentOf } from "./traceparent.js";

/** Bounds of what is taken in. */
export interface ReceiverLimits {
  readonly bodyBytes: number;
  readonly bodyTimeoutMs: number;
  /** Deliveries of one source that are taken in a second, after their signature was found good; 0: no limit. */
  readonly perSecond: number;
  /** From the complete body to the answer: a vendor waits five seconds in all. */
  readonly acceptTimeoutMs: number;
  /** Deliveries under way at once; more are told to come again. */
  readonly atOnce: number;
}

/** What the receiver stands on. */
export interface ReceiverDeps {
  readonly sources: WebhookSources;
  readonly secrets: WebhookSecrets;
  /** Resolves when the event is durable. @throws anything: the sender is told to come again */
  accept(event: NewEvent): Promise<Accepted>;
  /** Milliseconds that senders should stay away because too much is waiting; nothing: come in. */
  pressure(): Promise<number | undefined>;
  readonly limits: ReceiverLimits;
  readonly metrics: MetricsSink;
  readonly clock: Clock;
}

type Outcome = "accepted" | "duplicate" | "handshake" | "refused" | "malformed" | "limited" | "unavailable";

interface Path {
  readonly connector: string;
  readonly connection: string;
}

/**
 * `POST /webhooks/{connector}/{connection}`: verify on the raw bytes, drop repeats, persist, acknowledge; in that order.
 * A source that there is not is answered as a wrong signature is, so that nobody learns which there are.
 */
export const registerWebhooks = (app: FastifyInstance, deps: ReceiverDeps): void => {
  app.register(async (scope) => {
    const take = createIntake(deps);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (request, payload, done) => {
      const { bodyBytes: maxBytes, bodyTimeoutMs: timeoutMs } = deps.limits;
      const stated = Number(request.headers["content-length"]);
      readBody(payload, Number.isNaN(stated) ? undefined : stated, { maxBytes, timeoutMs, clock: deps.clock }).then(
        (body) => done(null, body),
        (error: Error) => done(error),
      );
    });
    scope.route<{ Params: Path }>({
      method: "POST",
      url: "/webhooks/:connector/:connection",
      // Vendors send in bursts and from few addresses: what is taken in is limited for each source instead.
      config: { rateLimit: false },
      onRequest: (request, _reply, done) => done(refuseOddHeaders(request.headers)),
      errorHandler: (thrown, request, reply) => {
        if (!isConnectorError(thrown) || thrown.code !== "DEADLINE_EXCEEDED") throw thrown;
        request.log.warn({ requestId: request.id }, "webhook body was too slow");
        return sendUnavailable(reply.header("connection", "close"), thrown, 408);
      },
      handler: take,
    });
  });
};

const createIntake = (deps: ReceiverDeps) => {
  const { sources, limits, metrics, clock } = deps;
  const allowance = createAllowance({ perSecond: limits.perSecond, burst: limits.perSecond * 5 }, clock);
  let underWay = 0;
  return async (request: FastifyRequest<{ Params: Path }>, reply: FastifyReply): Promise<FastifyReply> => {
    const source = sources.find(request.params.connector, request.params.connection);
    const labels = { connector: source?.connector ?? "unknown", connection: source?.name ?? "unknown" };
    const startedMs = clock.monotonic();
    const tell = (outcome: Outcome): void => {
      metrics.count("trunkline_webhook_deliveries_total", { ...labels, outcome });
      if (outcome === "accepted" || outcome === "duplicate")
        metrics.observe("trunkline_webhook_ack_seconds", labels, (clock.monotonic() - startedMs) / 1_000);
    };
    underWay += 1;
    try {
      if (underWay > limits.atOnce) throw busy(1_000);
      const stayAwayMs = await deps.pressure();
      if (stayAwayMs !== undefined) throw busy(stayAwayMs);
      const verdict = await verify(deps, source, request);
      const waitMs = source && verdict.kind === "event" ? allowance.take(source.connection) : undefined;
      if (waitMs !== undefined) throw tooMany(waitMs);
      return await settle(deps, { source, verdict, request, reply, tell });
    } catch (thrown) {
      const error = toUnavailable(thrown);
      tell(error.code === "TOO_MANY_REQUESTS" ? "limited" : "unavailable");
      request.log.warn({ ...labels, requestId: request.id, err: thrown }, "webhook was not taken");
      return sendUnavailable(reply, error);
    } finally {
      underWay -= 1;
    }
  };
};

/** Of no known secret: what an unknown source is verified with, so that it takes as long as a known one. */
const nobodysSecret = "trunkline:no-such-source";

const verify = async (
  { secrets }: ReceiverDeps,
  source: WebhookSource | undefined,
  { params, body, headers }: FastifyRequest<{ Params: Path }>,
): Promise<InboundVerdict> => {
  const connection = source?.connection ?? `unknown/${params.connector}/${params.connection}`;
  const current = await secrets.of(connection, source);
  const rawBody = body instanceof Uint8Array ? body : new Uint8Array();
  if (source) return source.webhooks.verify({ rawBody, headers, ...current });
  createHmac("sha256", nobodysSecret).update(rawBody).digest();
  return { kind: "refused", reason: "unknown_source" };
};

interface Delivery {
  readonly source: WebhookSource | undefined;
  readonly verdict: InboundVerdict;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  tell(outcome: Outcome): void;
}

const settle = async (
  deps: ReceiverDeps,
  { source, verdict, request, reply, tell }: Delivery,
): Promise<FastifyReply> => {
  const refuse = (outcome: Outcome, reason: string): FastifyReply => {
    tell(outcome);
    const facts = { requestId: request.id, path: request.url.split("?", 1)[0], reason };
    request.log.warn(facts, outcome === "malformed" ? "webhook is not readable" : "webhook refused");
    return sendRefused(reply, outcome === "malformed");
  };
  if (source === undefined || verdict.kind === "refused")
    return refuse("refused", verdict.kind === "refused" ? verdict.reason : "unknown_source");
  if (verdict.kind === "malformed") return refuse("malformed", verdict.reason);
  if (verdict.kind === "handshake") {
    if (!(await deps.secrets.keepHandshake(source.connection, verdict.secret)))
      return refuse("refused", "unexpected_handshake");
    tell("handshake");
    return sendTaken(reply);
  }
  const trace = traceparentOf(request.headers);
  const event = {
    ...verdict.event,
    connection: source.connection,
    source: "webhook" as const,
    ...(trace && { trace }),
  };
  const accepted = await withinTime(deps, deps.accept(event)).catch(reasonNeverStored);
  // To send it again would not help: it is too deep, too large, or has what no database keeps.
  if (typeof accepted === "string") return refuse("malformed", accepted);
  const { duplicate } = accepted;
  tell(duplicate ? "duplicate" : "accepted");
  return sendTaken(reply);
};

/** A vendor that hears nothing for five seconds repeats, and then finds that the event is here: nothing is lost by a late commit. */
const withinTime = async <T>({ clock, limits }: ReceiverDeps, work: Promise<T>): Promise<T> => {
  const patience = new AbortController();
  const tooLate = clock.sleep(limits.acceptTimeoutMs, patience.signal).then(
    () => {
      throw new ConnectorError("STORE_UNAVAILABLE", { message: "The database was too slow.", retryAfterMs: 5_000 });
    },
    () => undefined as never,
  );
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    patience.abort();
    work.catch(() => undefined);
  }
};
