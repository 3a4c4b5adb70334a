import type { SimulatorReply, SimulatorRequest } from "@trunkline/core/simulator";
import { objectOf, objectsOf } from "./failure.js";
import type { SimulatorState } from "./state.js";

interface Finding {
  readonly fieldPath: string;
  readonly description: string;
  readonly validationCode: string;
}

const reserved = new Set([
  "ad_click",
  "app_remove",
  "error",
  "first_open",
  "first_visit",
  "in_app_purchase",
  "notification_open",
  "os_update",
  "screen_view",
  "session_start",
  "user_engagement",
]);

/** What is wrong with a payload. */
const findingsOf = (body: Record<string, unknown>): readonly Finding[] => {
  const events = objectsOf(body.events);
  const finding = (fieldPath: string, description: string, validationCode: string): Finding => ({
    fieldPath,
    description,
    validationCode,
  });
  const isWeb = typeof body.app_instance_id !== "string";
  return [
    ...(isWeb && typeof body.client_id !== "string"
      ? [finding("client_id", "Measurement requires a client_id.", "VALUE_REQUIRED")]
      : []),
    ...(events.length === 0 ? [finding("events", "At least one event is required.", "VALUE_REQUIRED")] : []),
    ...(events.length > 25 ? [finding("events", "At most 25 events are allowed.", "EXCEEDED_MAX_ENTITIES")] : []),
    ...events.flatMap(({ name, params }, index) => [
      ...(typeof name !== "string" || !/^[A-Za-z]\w{0,39}$/.test(name)
        ? [
            finding(
              "events",
              `Event at index ${index} has an invalid name. Names must start with an alphabetic character.`,
              "NAME_INVALID",
            ),
          ]
        : []),
      ...(reserved.has(String(name))
        ? [finding("events", `Event at index ${index} has a reserved name.`, "NAME_RESERVED")]
        : []),
      ...(Object.keys(objectOf(params) ?? {}).length > 25
        ? [finding("events.params", `Event at index ${index} has more than 25 parameters.`, "EXCEEDED_MAX_ENTITIES")]
        : []),
    ]),
  ];
};

const bodyOf = (request: SimulatorRequest): Record<string, unknown> | undefined => {
  try {
    return objectOf(request.json());
  } catch {
    return undefined;
  }
};

/** Answers the debug server: always 200, and nothing is counted. Neither secret nor stream is looked at. */
export const debugCollect = (request: SimulatorRequest): SimulatorReply => {
  const body = bodyOf(request);
  const validationMessages = body
    ? findingsOf(body)
    : [{ description: "Unable to parse Measurement Protocol JSON payload.", validationCode: "VALUE_INVALID" }];
  return { status: 200, body: { validationMessages } };
};

/** Takes events: 204 whatever they are. Those with the right secret and a good form show in realtime. */
export const collectEvents = (request: SimulatorRequest, state: SimulatorState, nowMs: number): SimulatorReply => {
  const body = bodyOf(request);
  const property = [...state.properties.values()].find(({ dataStreams }) =>
    dataStreams.some(
      ({ webStreamData }) => objectOf(webStreamData)?.measurementId === request.query.get("measurement_id"),
    ),
  );
  const isKnown = property?.secrets.some(({ secretValue }) => secretValue === request.query.get("api_secret"));
  if (body && property && isKnown && findingsOf(body).length === 0)
    for (const { name } of objectsOf(body.events))
      property.collected.push({
        name: String(name),
        clientId: String(body.client_id ?? body.app_instance_id),
        atMs: nowMs,
      });
  return { status: 204 };
};
