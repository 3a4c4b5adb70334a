import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const expectedRequest = z.strictObject({
  method: z.string().optional(),
  /** Without host. */
  path: z.string().optional(),
  query: z.record(z.string(), z.string()).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
});

const cannedReply = z.strictObject({
  status: z.number().int().default(200),
  headers: z.record(z.string(), z.string()).default({}),
  /** JSON. */
  body: z.unknown().optional(),
  /** Anything else. */
  bodyText: z.string().optional(),
});

const exchange = z.strictObject({ request: expectedRequest, reply: cannedReply });

const fixtureSchema = z
  .strictObject({
    source: z.url(),
    note: z.string().optional(),
    input: z.record(z.string(), z.unknown()),
    idempotencyKey: z.string().optional(),
    apiVersion: z.string().optional(),
    request: expectedRequest.optional(),
    reply: cannedReply.optional(),
    exchanges: z.array(exchange).optional(),
    output: z.unknown().optional(),
    warnings: z.array(z.record(z.string(), z.unknown())).default([]),
    error: z.record(z.string(), z.unknown()).optional(),
  })
  .refine((fixture) => "output" in fixture !== "error" in fixture, "needs either output or error, not both")
  .refine(
    (fixture) => (fixture.exchanges !== undefined) !== (fixture.request !== undefined),
    "needs either request and reply, or exchanges",
  )
  .refine(
    (fixture) => (fixture.request === undefined) === (fixture.reply === undefined),
    "needs a reply to its request",
  );

/** One exchange of a fixture. */
export type FixtureExchange = z.output<typeof exchange>;

/** One documented case of an operation: what is asked, what goes over the wire, what comes out. */
export interface Fixture {
  readonly operation: string;
  /** File name without its ending. */
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string | undefined;
  readonly apiVersion: string | undefined;
  readonly exchanges: readonly FixtureExchange[];
  readonly expected:
    | { readonly output: unknown; readonly warnings: readonly Readonly<Record<string, unknown>>[] }
    | { readonly error: Readonly<Record<string, unknown>> };
}

/**
 * Every fixture of a folder: `<operation-id>/<case>.json`, in the order of their names.
 * @throws Error naming the file that is not a fixture, and why.
 */
export const loadFixtures = (folder: URL): readonly Fixture[] => {
  const root = fileURLToPath(folder);
  if (!existsSync(root)) return [];
  return namesIn(root).flatMap((operation) =>
    namesIn(join(root, operation))
      .filter((file) => file.endsWith(".json"))
      .map((file) => parseFixture(operation, file, readFileSync(join(root, operation, file), "utf8"))),
  );
};

/** Names of the folder's sub-folders: the operations that it has fixtures for. */
export const fixtureFolders = (folder: URL): readonly string[] => {
  const root = fileURLToPath(folder);
  return existsSync(root) ? namesIn(root) : [];
};

const namesIn = (folder: string): string[] => readdirSync(folder).toSorted();

/** A fixture from its text. @throws Error naming the file and what is wrong with it. */
export const parseFixture = (operation: string, file: string, text: string): Fixture => {
  const parsed = fixtureSchema.safeParse(readJson(text));
  if (!parsed.success) throw new Error(`${operation}/${file} is not a fixture:\n${z.prettifyError(parsed.error)}`);
  const { data } = parsed;
  const single = data.request && data.reply ? [{ request: data.request, reply: data.reply }] : [];
  return {
    operation,
    name: file.replace(/\.json$/, ""),
    input: data.input,
    idempotencyKey: data.idempotencyKey,
    apiVersion: data.apiVersion,
    exchanges: data.exchanges ?? single,
    expected: data.error ? { error: data.error } : { output: data.output, warnings: data.warnings },
  };
};

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    return cause instanceof Error ? cause.message : cause;
  }
};

/** What keeps the fixtures from covering the operations; empty when every operation has a success and no folder is left over. */
export const coverageProblems = (
  operations: readonly string[],
  fixtures: readonly Fixture[],
  folders: readonly string[],
): readonly string[] => [
  ...operations
    .filter((id) => !fixtures.some(({ operation, expected }) => operation === id && "output" in expected))
    .map((id) => `${id} has no fixture with an output`),
  ...folders
    .filter((folder) => !operations.includes(folder))
    .map((folder) => `${folder} is no operation of this connector`),
];
