import type { Issue, Reply } from "@trunkline/core";
import { z } from "zod";

const word = z.string().min(1).optional().catch(undefined);
const Detail = z.looseObject({
  "@type": word,
  reason: word,
  metadata: z.record(z.string(), z.unknown()).optional().catch(undefined),
  fieldViolations: z
    .array(z.looseObject({ field: word, description: word }))
    .optional()
    .catch(undefined),
});
const ErrorObject = z.looseObject({
  code: z.number().optional().catch(undefined),
  message: word,
  status: word,
  details: z.array(Detail.catch({})).optional().catch(undefined),
  errors: z
    .array(z.looseObject({ reason: word }))
    .optional()
    .catch(undefined),
});
// `error` is a text in answers of token endpoints.
const Envelope = z.looseObject({ error: z.union([ErrorObject, z.string()]).optional().catch(undefined) });

/** What Google said of a failure. */
export interface GoogleError {
  readonly message?: string;
  /** e.g. `INVALID_ARGUMENT`. */
  readonly status?: string;
  /** Reasons of the details, e.g. `SERVICE_DISABLED`, and of the older `errors` list. */
  readonly reasons: readonly string[];
  readonly activationUrl?: string;
  /** Broken fields, in the request's own names. */
  readonly issues: readonly Issue[];
}

/** The failure in a reply's body; nothing for HTML, empty bodies and JSON of another shape. */
export const readGoogleError = (reply: Reply): GoogleError | undefined => {
  const body = jsonOf(reply);
  const parsed = Envelope.safeParse(Array.isArray(body) ? body[0] : body);
  const error = parsed.data?.error;
  if (error === undefined) return undefined;
  if (typeof error === "string") return { message: shorten(error), reasons: [], issues: [] };
  const details = error.details ?? [];
  const activationUrl = details.map(({ metadata }) => metadata?.activationUrl).find((url) => typeof url === "string");
  return {
    ...(error.message !== undefined && { message: shorten(error.message) }),
    ...(error.status !== undefined && { status: error.status }),
    reasons: [...details, ...(error.errors ?? [])].flatMap(({ reason }) => reason ?? []),
    ...(isConsoleLink(activationUrl) && { activationUrl }),
    issues: details.flatMap(({ fieldViolations = [] }) =>
      fieldViolations.map(({ field = "", description = "not accepted" }) => ({
        path: toCamelCase(field),
        message: shorten(description),
      })),
    ),
  };
};

const jsonOf = (reply: Reply): unknown => {
  try {
    return reply.json();
  } catch {
    return undefined; // HTML and empty bodies: the status decides
  }
};

const isConsoleLink = (url: unknown): url is string =>
  typeof url === "string" && /^https:\/\/console\.(developers|cloud)\.google\.com\//.test(url);

/** Messages end in a space at times, and quote what was sent. */
const shorten = (message: string): string => message.trim().replace(/\s+/g, " ").slice(0, 500);

/** Violations name fields in snake_case: `date_ranges[0].start_date`. */
const toCamelCase = (field: string): string =>
  field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()).replace(/\[(\d+)\]/g, ".$1");
