import { expect, it } from "vitest";
import { directoryFailed, programFailed } from "./start-failure.js";

it("tells a full disk from other failures of a program", () => {
  const said =
    'LOG:  starting\nPANIC:  could not write to file "pg_wal/xlogtemp.7": No space left on device\nLOG:  aborted';
  expect(programFailed("postgres", said)).toMatchObject({
    code: "DISK_FULL",
    message: expect.stringContaining("Free"),
  });
});

it("repeats the last complaint of a program", () => {
  const said = "FATAL:  could not load library\nLOG:  database system is shut down\n";
  expect(programFailed("postgres", said)).toMatchObject({
    code: "START_FAILED",
    message: expect.stringContaining("FATAL:  could not load library"),
  });
});

it("tells a full disk from a directory that cannot be used", () => {
  const failure = (code: string) => Object.assign(new Error("x"), { code });
  expect(directoryFailed("data", failure("ENOSPC"))).toMatchObject({ code: "DISK_FULL" });
  expect(directoryFailed("data", failure("EROFS"))).toMatchObject({ code: "BAD_SETTING" });
});
