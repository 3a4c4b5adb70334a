// Lets plain Node run the workspace's TypeScript sources: `.js` in an import means the `.ts` beside it, and workspace
// packages are their sources, exactly as tsconfig.base.json says. Types are stripped by Node itself.
import { existsSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

const root = new URL("../../../../", import.meta.url);
const { compilerOptions } = JSON.parse(readFileSync(new URL("tsconfig.base.json", root), "utf8"));

registerHooks({
  resolve: (specifier, context, next) => {
    const mapped = compilerOptions.paths[specifier]?.[0];
    if (mapped) return next(new URL(mapped, root).href, context);
    if (specifier.startsWith(".") && specifier.endsWith(".js") && context.parentURL) {
      const source = new URL(specifier.replace(/\.js$/, ".ts"), context.parentURL);
      if (existsSync(fileURLToPath(source))) return next(source.href, context);
    }
    return next(specifier, context);
  },
});
