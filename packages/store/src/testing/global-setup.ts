import { holdSharedServer } from "./shared-server.js";

/** Vitest's: the server that tests share ends with the last run that is under way. */
export const setup = (): Promise<(() => Promise<void>) | undefined> =>
  process.env.TRUNKLINE_TEST_DATABASE_URL === undefined ? holdSharedServer() : Promise.resolve(undefined);
