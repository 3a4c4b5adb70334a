import { readFileSync } from "node:fs";

/** Version of this package, from its manifest: one level up from the sources and from the bundle alike. */
export const packageVersion: string = (
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { readonly version: string }
).version;
