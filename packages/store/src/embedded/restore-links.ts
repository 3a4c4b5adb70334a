import { readFile, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Makes the links between libraries that an npm tarball cannot carry. The package does it in an install script, which
 * careful installations do not run.
 */
export const restoreLinks = async (packageDir: string): Promise<void> => {
  const text = await readFile(join(packageDir, "pg-symlinks.json"), "utf8").catch(ignoreMissing);
  if (text === undefined) return;
  for (const { source, target } of Links.parse(JSON.parse(text))) {
    await symlink(basename(source), join(packageDir, "..", target)).catch(ignoreExisting);
  }
};

const ignoreMissing = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== "ENOENT") throw error;
  return undefined;
};

const ignoreExisting = (error: NodeJS.ErrnoException): void => {
  if (error.code !== "EEXIST") throw error;
};
