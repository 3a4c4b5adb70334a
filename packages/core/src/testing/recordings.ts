import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** Where recordings of a connector's upstream lie, or why tests that need them are skipped. */
export type Recordings = { readonly dir: string } | { readonly skip: string };

/**
 * Looks for the optional recordings of an upstream: a folder of the connector's name in `TRUNKLINE_RECORDINGS`, else
 * in `../../../shared/upstreams/fixtures` from the package (the working directory of its tests).
 */
export const loadRecordings = (
  connector: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Recordings => {
  const root = env.TRUNKLINE_RECORDINGS || resolve("../../../shared/upstreams/fixtures");
  const dir = join(root, connector);
  return existsSync(dir)
    ? { dir }
    : { skip: `No recordings of ${connector}; set TRUNKLINE_RECORDINGS to a folder that has some.` };
};
