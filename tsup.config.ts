import { readFileSync } from "node:fs";
import { defineConfig } from "tsup";

type PackageManifest = { exports: Record<string, string | { default: string }>; bin?: Record<string, string> };

/** Run in a package's folder: every entry point is read from its own manifest, so that the two cannot disagree. */
const manifest: PackageManifest = JSON.parse(readFileSync("package.json", "utf8"));
const outputs = [
  ...Object.values(manifest.exports).flatMap((entry) => (typeof entry === "string" ? [] : [entry.default])),
  ...Object.values(manifest.bin ?? {}),
];

export default defineConfig({
  entry: Object.fromEntries(
    outputs.map((file) => {
      const name = file.replace(/^\.\/dist\/|\.js$/g, "");
      return [name, `src/${name}.ts`];
    }),
  ),
  format: "esm",
  target: "node22",
  platform: "node",
  removeNodeProtocol: false, // node:sqlite has no name without it
  splitting: true,
  sourcemap: false,
  clean: true,
  dts: false,
});
