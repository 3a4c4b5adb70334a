import { type ComposedCall, ConnectorError, decode, defineComposedOperation, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { readScope } from "../auth.js";
import { adminRead } from "../quotas.js";
import { listOf, text } from "../schemas/common.js";
import { type Payload, payloadBody, payloadInput, streamQuery } from "../schemas/measurement.js";
import { adminDocs, collectDocs } from "../wire/docs-link.js";
import { adminUrl, collectUrl } from "../wire/hosts.js";
import { resourceInput } from "../wire/names.js";
import { getDataStream } from "./admin-streams.js";
import { validateEvents } from "./mp-validate.js";

/** The stream's first secret. Not in the tree: only collecting uses it, and its answer goes nowhere else. */
const readSecret = defineOperation({
  id: "ga4.mp.readSecret",
  summary: "Read the secret that events are sent with",
  docs: adminDocs("properties.dataStreams.measurementProtocolSecrets/list"),
  effect: "read",
  input: z.object({ dataStream: resourceInput("dataStreams") }),
  output: z.object({ value: z.string().optional() }),
  scopes: [readScope],
  request: ({ dataStream }) => ({
    method: "GET",
    path: adminUrl(`${dataStream}/measurementProtocolSecrets`),
    query: { pageSize: 1 },
  }),
  response: decode(z.object({ measurementProtocolSecrets: listOf(z.object({ secretValue: text })) }), (wire) => {
    const value = wire.measurementProtocolSecrets?.[0]?.secretValue;
    return value ? { value } : {};
  }),
  quota: adminRead,
});

/** The sending alone. Not in the tree, since its input holds the secret. */
const sendEvents = defineOperation({
  id: "ga4.mp.send",
  summary: "Send events",
  docs: collectDocs("sending-events"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    measurementId: z.string().optional(),
    firebaseAppId: z.string().optional(),
    secret: z.string(),
    body: z.record(z.string(), z.unknown()),
  }),
  secretInputs: ["secret"],
  output: z.object({}),
  request: ({ secret, body, ...stream }) => ({
    method: "POST",
    path: collectUrl("/mp/collect"),
    query: { ...streamQuery(stream), api_secret: secret },
    body,
  }),
  // 2xx without a body, whatever was sent.
  response: () => ({}),
});

/** Sends events. They are checked before, since they cannot be removed after. */
export const collectEvents = defineComposedOperation({
  id: "ga4.mp.collect",
  summary: "Send events to a data stream with the Measurement Protocol",
  description:
    "Off unless the configuration says allowCollect. Events cannot be removed, and Google takes even wrong ones without a word: they are validated first.",
  docs: collectDocs("sending-events"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    dataStream: resourceInput("dataStreams").describe("Stream to send to; its first secret is used and never shown"),
    ...payloadInput,
  }),
  output: z.object({ sentEvents: z.number().int() }),
  scopes: [readScope],
  keywords: ["server-side events", "offline conversion", "send event", "import"],
  examples: [
    {
      title: "A purchase by telephone",
      input: {
        dataStream: "properties/123456789/dataStreams/5",
        clientId: "1234567890.1760000000",
        events: [{ name: "purchase", params: { transaction_id: "1042", value: 24.9, currency: "EUR" } }],
      },
    },
  ],
  run: async (call, { dataStream, ...payload }) => {
    refuseUnlessAllowed(call);
    const stream = await streamOf(call, dataStream);
    await validate(call, stream, payload);
    const { value: secret } = await call.run(readSecret, { dataStream });
    if (secret === undefined) throw noSecret(dataStream);
    await call.run(sendEvents, { ...stream, secret, body: payloadBody(payload) });
    call.warn({
      code: "NOT_CONFIRMED",
      message: "Google never says whether events were counted. They show in realtime within a minute.",
    });
    return { sentEvents: payload.events.length };
  },
});

const refuseUnlessAllowed = ({ settings }: ComposedCall): void => {
  if (settings.allowCollect !== true)
    throw new ConnectorError("DISABLED", {
      message: "Sending events is switched off for this connection; ga4.mp.validate checks them without effect.",
      help: "Set allowCollect (GA4_ALLOW_COLLECT=true). Events that were sent cannot be removed.",
    });
};

interface Stream {
  readonly measurementId?: string;
  readonly firebaseAppId?: string;
}

const streamOf = async (call: ComposedCall, dataStream: string): Promise<Stream> => {
  const { measurementId, firebaseAppId } = await call.run(getDataStream, { name: dataStream });
  if (measurementId !== undefined) return { measurementId };
  if (firebaseAppId !== undefined) return { firebaseAppId };
  throw new ConnectorError("REJECTED", {
    message: `${dataStream} has neither a measurement id nor a Firebase app id.`,
  });
};

const validate = async (call: ComposedCall, stream: Stream, payload: Payload): Promise<void> => {
  const { valid, messages } = await call.run(validateEvents, { ...stream, ...payload, strict: false });
  if (valid) return;
  throw new ConnectorError("REJECTED", {
    message: `Google would not count these events: ${messages.map(({ message }) => message).join(" ")}`,
    issues: messages.map(({ field = "", message }) => ({ path: field, message })),
  });
};

const noSecret = (dataStream: string): ConnectorError =>
  new ConnectorError("NOT_FOUND", {
    message: `${dataStream} has no Measurement Protocol secret.`,
    help: "Create one in Google Analytics: Admin, Data streams, Measurement Protocol API secrets.",
  });
