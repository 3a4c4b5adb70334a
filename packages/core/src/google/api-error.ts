import { z } from "zod";
import type { Issue } from "../errors/connector-error.js";
import type { Reply } from "../http/transport.js";

/** A failure as an API of Google states it: the older `errors[]`, the newer `status` and `details[]`, or both. */
export interface GoogleFault {
  readonly message?: string;
  /** gRPC's name, e.g. `PERMISSION_DENIED`. */
  readonly status?: string;
  /** Of `errors[]`, then of `details[]`: `quotaExceeded`, `ACCESS_TOKEN_SCOPE_INSUFFICIENT`. */
  readonly reasons: readonly string[];
  /** Of `errors[]`, e.g. `usageLimits`. */
  readonly domains: readonly string[];
  /** The parameter at fault. */
  readonly location?: string;
  /** Facts of the failure, e.g. `quota_limit_value`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The API is off in the Cloud project of the credential. */
  readonly isServiceDisabled: boolean;
  /** Where it is turned on. */
  readonly activationUrl?: string;
  /** Broken fields, in the request's own names. */
  readonly issues: readonly Issue[];
}

const word = z.string().min(1).optional().catch(undefined);
/** Messages end in a space at times, and may quote what was sent at length. */
const prose = word.transform((said) => said?.trim().replace(/\s+/g, " ").slice(0, 500));
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item.nullable().catch(null))
    .catch([])
    .default([])
    .transform((items) => items.filter((entry) => entry !== null));

const ItemWire = z.looseObject({ message: prose, domain: word, reason: word, location: word });
const DetailWire = z.looseObject({
  reason: word,
  metadata: z.record(z.string(), z.coerce.string()).optional().catch(undefined),
  links: list(z.looseObject({ url: word })),
  fieldViolations: list(z.looseObject({ field: word, description: prose })),
});

const ErrorWire = z.looseObject({
  error: z.union([
    z.string(),
    z.looseObject({ message: prose, status: word, errors: list(ItemWire), details: list(DetailWire) }),
  ]),
  error_description: prose,
});

const disabledReasons = new Set(["accessNotConfigured", "SERVICE_DISABLED"]);

/** Reads the failure in a reply; nothing when its body has none. Never throws. */
export const readGoogleError = (reply: Reply): GoogleFault | undefined => {
  const body = jsonOf(reply);
  const parsed = ErrorWire.safeParse(Array.isArray(body) ? body[0] : body); // a stream's failure is a list of one
  if (!parsed.success) return undefined;
  const { error, error_description } = parsed.data;
  if (typeof error === "string")
    return {
      message: error_description ?? error.slice(0, 500),
      reasons: [error],
      issues: [],
      domains: [],
      metadata: {},
      isServiceDisabled: false,
    };
  const { message, status, errors, details } = error;
  const reasons = [...errors, ...details].flatMap(({ reason }) => reason ?? []);
  const metadata = Object.assign({}, ...details.map((detail) => detail.metadata ?? {})) as Record<string, string>;
  const location = errors.find((item) => item.location !== undefined)?.location;
  const activationUrl = activationUrlOf(metadata, details, message);
  return {
    message: message ?? errors[0]?.message,
    ...(status !== undefined && { status }),
    reasons,
    domains: errors.flatMap(({ domain }) => domain ?? []),
    ...(location !== undefined && { location }),
    metadata,
    isServiceDisabled: reasons.some((reason) => disabledReasons.has(reason)),
    ...(activationUrl !== undefined && { activationUrl }),
    issues: details.flatMap(({ fieldViolations }) =>
      fieldViolations.map(({ field = "", description = "not accepted" }) => ({
        path: toCamelCase(field),
        message: description,
      })),
    ),
  };
};

/** Violations name fields in snake_case: `date_ranges[0].start_date`. */
const toCamelCase = (field: string): string =>
  field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()).replace(/\[(\d+)\]/g, ".$1");

/** Only an address of the Cloud console is passed on: it is shown as something to open. */
const activationUrlOf = (
  metadata: Readonly<Record<string, string>>,
  details: readonly { readonly links: readonly { readonly url?: string }[] }[],
  message: string | undefined,
): string | undefined =>
  [
    metadata.activationUrl,
    ...details.flatMap(({ links }) => links.map(({ url }) => url)),
    /https:\S+/.exec(message ?? "")?.[0],
  ].find((url) => url !== undefined && /^https:\/\/console\.(?:cloud\.google|developers\.google)\.com\//.test(url));

const jsonOf = (reply: Reply): unknown => {
  try {
    return reply.json();
  } catch {
    return undefined; // HTML and empty bodies: the status decides
  }
};
