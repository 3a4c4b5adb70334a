// A clock that is wrong: libfaketime reads the offset anew from a file, so that it can jump while the process runs.
import { globSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [library] = globSync("/usr/lib/*/faketime/libfaketimeMT.so.1");

/** Why no clock can be wrong here, or nothing. */
export const missingClock = () => (library ? undefined : "the package faketime is not installed");

/** A wrong clock for one process: the variables to start it with, and how to make it jump. */
export const createClock = (directory) => {
  const file = join(directory, "clock");
  const jump = (seconds) => writeFileSync(file, `${seconds < 0 ? "" : "+"}${seconds}\n`);
  jump(0);
  return {
    jump,
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      // The time that passes is not what lies; a clock that is set wrong does not change it.
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    },
  };
};
