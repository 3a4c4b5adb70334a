import type { Migration } from "kysely/migration";
import { up as durablePlane } from "./0001-durable-plane.js";

/** Every migration in order. Released ones are never changed. */
export const migrations: Readonly<Record<string, Migration>> = {
  "0001-durable-plane": { up: durablePlane },
};
