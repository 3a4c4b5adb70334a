import { expect, it } from "vitest";
import { createLogger } from "./logger.js";

it.each(["headers", "req", "res", "err"])("drops credentials from headers logged in %s", (holder) => {
  const lines: string[] = [];
  const logger = createLogger("info", { write: (line) => void lines.push(line) });
  const headers = {
    authorization: "Bearer canary",
    "x-api-key": "canary",
    cookie: "canary",
    "set-cookie": "canary",
    accept: "kept",
  };
  logger.info(holder === "headers" ? { headers } : { [holder]: { headers } }, "request");
  expect(lines.join()).toContain("kept");
  expect(lines.join()).not.toContain("canary");
});
