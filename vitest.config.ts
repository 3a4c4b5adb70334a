import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** One source of truth for "import the sources of the workspace, not its bundles": the paths of tsconfig.base.json. */
const { compilerOptions } = JSON.parse(readFileSync(new URL("tsconfig.base.json", import.meta.url), "utf8"));
const alias = Object.entries<string[]>(compilerOptions.paths).map(([name, [file]]) => ({
  find: new RegExp(`^${name}$`),
  replacement: fileURLToPath(new URL(file ?? "", import.meta.url)),
}));

export default defineConfig({
  resolve: { alias },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", ...(process.env.VITEST_CONTRACT ? [] : ["test/contract.test.ts"])],
    globalSetup: fileURLToPath(new URL("packages/store/src/testing/global-setup.ts", import.meta.url)),
    typecheck: { enabled: false },
    testTimeout: 20_000,
    hookTimeout: 20_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
