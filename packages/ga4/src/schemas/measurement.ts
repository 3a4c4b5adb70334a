import { z } from "zod";
import { invalidInput } from "./common.js";

/** Most bytes of a body. */
const maxBodyBytes = 130_000;
const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, "Letters, digits and underscores, beginning with a letter, at most 40");
const paramValue = z.union([z.string().max(100), z.number(), z.boolean()]);
const item = z.record(name, paramValue);

const Event = z.strictObject({
  name: name.describe("e.g. purchase, generate_lead"),
  params: z
    .record(name, z.union([paramValue, z.array(item).max(200)]))
    .optional()
    .describe("At most 25; values of at most 100 characters; items is a list of objects"),
  timestampMicros: z.number().int().min(0).optional().describe("When it happened: at most 72 hours ago"),
});

/** What is sent about one user or device. */
export const payloadInput = {
  clientId: z.string().min(1).max(200).optional().describe("Of a browser: from its _ga cookie. Or give appInstanceId"),
  appInstanceId: z
    .string()
    .regex(/^[0-9a-fA-F]{32}$/)
    .optional()
    .describe("Of an installed app"),
  userId: z.string().min(1).max(256).optional().describe("Your own id of the user; never an e-mail address or a name"),
  userProperties: z
    .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,23}$/), z.union([z.string().max(36), z.number()]))
    .optional()
    .describe("At most 25"),
  events: z.array(Event).min(1).max(25),
  nonPersonalizedAds: z.boolean().optional(),
};
/** What is sent about one user or device. */
export type Payload = z.output<z.ZodObject<typeof payloadInput>>;

/** The body of a request. @throws ConnectorError `INVALID_INPUT` for what Google would drop without a word. */
export const payloadBody = (input: Payload): Record<string, unknown> => {
  const { clientId, appInstanceId, userId, userProperties, events, nonPersonalizedAds } = input;
  if ((clientId === undefined) === (appInstanceId === undefined))
    throw invalidInput("clientId", "Give exactly one of clientId (sites) and appInstanceId (apps)");
  if (Object.keys(userProperties ?? {}).length > 25) throw invalidInput("userProperties", "At most 25 user properties");
  for (const [index, { params }] of events.entries())
    if (Object.keys(params ?? {}).length > 25) throw invalidInput(`events.${index}.params`, "At most 25 parameters");
  const body = {
    ...(clientId !== undefined ? { client_id: clientId } : { app_instance_id: appInstanceId }),
    ...(userId !== undefined && { user_id: userId }),
    ...(userProperties && {
      user_properties: Object.fromEntries(Object.entries(userProperties).map(([key, value]) => [key, { value }])),
    }),
    ...(nonPersonalizedAds !== undefined && { non_personalized_ads: nonPersonalizedAds }),
    events: events.map(({ name: event, params, timestampMicros }) => ({
      name: event,
      ...(params && { params }),
      ...(timestampMicros !== undefined && { timestamp_micros: timestampMicros }),
    })),
  };
  if (Buffer.byteLength(JSON.stringify(body)) >= maxBodyBytes)
    throw invalidInput("events", `The body has to be smaller than ${maxBodyBytes} bytes; send fewer events at once`);
  return body;
};

/** Which stream, on the wire. */
export const streamQuery = (stream: {
  readonly measurementId?: string | undefined;
  readonly firebaseAppId?: string | undefined;
}) => {
  const { measurementId, firebaseAppId } = stream;
  if ((measurementId === undefined) === (firebaseAppId === undefined))
    throw invalidInput("measurementId", "Give exactly one of measurementId (sites) and firebaseAppId (apps)");
  return measurementId !== undefined ? { measurement_id: measurementId } : { firebase_app_id: firebaseAppId };
};
