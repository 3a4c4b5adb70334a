import { z } from "zod";
import { StoreError } from "./store-error.js";

const milliseconds = (least: number) => z.int().min(least).max(3_600_000);

/** An address that the driver understands. Its text never goes into a message: it may hold a password. */
const DatabaseUrl = z.string().refine(isDatabaseUrl, {
  message:
    "must look like postgres://user:password@host:5432/database; percent-encode what is special in user and password",
});

/** What can be set of the store. */
export const StoreSettings = z
  .strictObject({
    databaseUrl: DatabaseUrl.optional(),
    dataDir: z.string().min(1, "must name a directory").optional(),
    postgresBin: z.string().min(1, "must name a directory").optional(),
    schema: z
      .string()
      .regex(/^[a-z_][a-z0-9_]{0,62}$/, "must be a lower case name of letters, digits and _")
      .default("trunkline"),
    poolSize: z.int().min(2).max(500).default(10),
    statementTimeoutMs: milliseconds(100).default(30_000),
    connectTimeoutMs: milliseconds(100).default(5_000),
    startTimeoutMs: milliseconds(0).default(60_000),
  })
  .refine(({ databaseUrl, dataDir }) => databaseUrl !== undefined || dataDir !== undefined, {
    path: ["dataDir"],
    message: "is needed for the embedded database when there is no databaseUrl",
  });
export type StoreSettings = z.output<typeof StoreSettings>;
/** Settings as given: what is left out has a default. */
export type StoreSettingsInput = z.input<typeof StoreSettings>;

/**
 * Checks settings.
 * @throws StoreError `BAD_SETTING` naming each field and what it must be, never its value
 */
export const parseStoreSettings = (given: unknown): StoreSettings => {
  const parsed = StoreSettings.safeParse(given);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "settings"}: ${message}`);
  throw new StoreError("BAD_SETTING", `The store cannot be set up. ${sentences.join("; ")}.`);
};

function isDatabaseUrl(text: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(text)) return false;
  try {
    // An empty host is right when a socket directory follows as `?host=`.
    decodeURIComponent(new URL(text.replace("@/", "@localhost/")).username);
    return true;
  } catch {
    return false;
  }
}
