import { existsSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

/** Lets a child process run the workspace's sources as they are: `node --import <this file> script.ts`. */
const root = new URL("../../../", import.meta.url);
const { compilerOptions } = JSON.parse(readFileSync(new URL("tsconfig.base.json", root), "utf8"));

registerHooks({
  resolve: (specifier, context, next) => {
    const [source] = compilerOptions.paths[specifier] ?? [];
    if (source !== undefined) return { url: new URL(source, root).href, shortCircuit: true };
    if (specifier.startsWith(".") && specifier.endsWith(".js")) {
      const url = new URL(specifier.replace(/\.js$/, ".ts"), context.parentURL);
      if (existsSync(fileURLToPath(url))) return { url: url.href, shortCircuit: true };
    }
    return next(specifier, context);
  },
});
