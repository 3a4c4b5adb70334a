import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A directory that goes when it is disposed of. */
export interface TemporaryDir extends AsyncDisposable {
  readonly path: string;
}

/** Makes one. Others may enter it, unless `mode` says otherwise: as root the server is another user. */
export const makeTemporaryDir = async (mode = 0o711): Promise<TemporaryDir> => {
  const path = await mkdtemp(join(tmpdir(), "tl-"));
  await chmod(path, mode);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
};
