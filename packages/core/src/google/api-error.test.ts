import { expect, it } from "vitest";
import { createJsonReply, createReply } from "../http/reply.js";
import { readGoogleError } from "./api-error.js";

const read = (body: unknown) => readGoogleError(createJsonReply(body, { status: 400 }));

it("reads the older list of errors and the newer details alike", () => {
  const older = { code: 403, message: "No ", errors: [{ reason: "quotaExceeded", domain: "usageLimits" }] };
  const newer = { code: 403, message: "No", status: "PERMISSION_DENIED", details: [{ reason: "SERVICE_DISABLED" }] };
  expect(read({ error: older })).toMatchObject({ message: "No", reasons: ["quotaExceeded"], domains: ["usageLimits"] });
  expect(read({ error: newer })).toMatchObject({ status: "PERMISSION_DENIED", isServiceDisabled: true });
});

it("names broken fields as requests do", () => {
  const fieldViolations = [{ field: "date_ranges[0].start_date", description: "Invalid" }, { field: 5 }];
  expect(read({ error: { details: [{ fieldViolations }] } })?.issues).toEqual([
    { path: "dateRanges.0.startDate", message: "Invalid" },
    { path: "", message: "not accepted" },
  ]);
});

it("reads what a token endpoint and a stream say", () => {
  expect(read({ error: "invalid_grant", error_description: "Bad\n Request" })).toMatchObject({
    reasons: ["invalid_grant"],
    message: "Bad Request",
  });
  expect(read([{ error: { message: "In a list" } }])?.message).toBe("In a list");
});

it("passes on no address but the Cloud console's", () => {
  const link = (url: string) => read({ error: { details: [{ metadata: { activationUrl: url } }] } })?.activationUrl;
  expect(link("https://console.cloud.google.com/apis/x")).toBe("https://console.cloud.google.com/apis/x");
  expect(link("https://attacker.example/apis/x")).toBeUndefined();
});

it.each(["<!DOCTYPE html>", "", '{"message":"no error"}'])("finds nothing in %j", (body) => {
  expect(readGoogleError(createReply({ status: 502, body }))).toBeUndefined();
});
