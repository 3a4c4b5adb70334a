import { describe, expect, it } from "vitest";
import { classifyUserError, readUserErrors, refusal } from "./user-errors.js";

describe("readUserErrors", () => {
  it("reads every list and tells once what two lists say alike, with the code that one of them has", () => {
    const message = "Only one of refund and refundMethod is allowed.";
    expect(
      readUserErrors({
        job: null,
        userErrors: [{ field: ["refund"], message }],
        orderCancelUserErrors: [{ field: ["refund"], message, code: "INVALID" }],
      }),
    ).toEqual([{ path: "refund", message, code: "INVALID" }]);
  });

  it("joins paths, whatever form they come in", () => {
    const userErrors = [
      { field: ["variants", "0", "price"], message: "a" },
      { field: "input.changes.0.locationId", message: "b" },
      { field: ["variants", 1], message: "c" },
      { field: null, message: "d" },
      { message: "e" },
    ];
    expect(readUserErrors({ userErrors }).map(({ path }) => path)).toEqual([
      "variants.0.price",
      "input.changes.0.locationId",
      "variants.1",
      "",
      "",
    ]);
  });

  it("counts even an entry that it cannot read: something was refused", () => {
    expect(readUserErrors({ userErrors: ["odd", {}] })).toHaveLength(2);
  });
});

describe("classifyUserError", () => {
  it.each([
    ["NOT_FOUND", "x", "NOT_FOUND"],
    ["PRODUCT_DOES_NOT_EXIST", "x", "NOT_FOUND"],
    ["TAKEN", "x", "CONFLICT"],
    ["STALE_OBJECT", "x", "CONFLICT"],
    ["CHANGE_FROM_QUANTITY_STALE", "x", "CONFLICT"],
    ["OPERATION_IN_PROGRESS", "x", "CONFLICT"],
    ["HANDLE_NOT_UNIQUE", "x", "CONFLICT"],
    ["IDEMPOTENCY_CONCURRENT_REQUEST", "x", "IN_PROGRESS"],
    ["IDEMPOTENCY_KEY_PARAMETER_MISMATCH", "x", "IDEMPOTENCY_MISMATCH"],
    ["IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED", "x", "REJECTED"],
    ["INVALID", "does not exist", "REJECTED"],
    [undefined, "Product does not exist", "NOT_FOUND"],
    [undefined, "Order not found.", "NOT_FOUND"],
    [undefined, "The specified location could not be found.", "NOT_FOUND"],
    [undefined, "Handle 'sencha' already in use. Please provide a new handle.", "CONFLICT"],
    [undefined, "Email has already been taken", "CONFLICT"],
    [undefined, "Title can't be blank", "REJECTED"],
  ] as const)("code %s, message %j: %s", (code, message, expected) => {
    expect(classifyUserError({ code, message, path: "" })).toBe(expected);
  });
});

describe("refusal", () => {
  it("is REJECTED where its parts differ, and names every one of them", () => {
    const error = refusal("productCreate", [
      { message: "already in use", path: "handle" },
      { message: "can't be blank", path: "title" },
    ]);
    expect(error).toMatchObject({ code: "REJECTED", outcome: "not_executed" });
    expect(error.message).toBe("Shopify refused productCreate: handle: already in use; title: can't be blank");
    expect(error.issues).toHaveLength(2);
  });

  it("says that a failed first attempt needs a new key", () => {
    const [code, path] = ["IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED", ""];
    expect(refusal("refundCreate", [{ code, message: "failed", path }]).help).toContain("new idempotency key");
  });
});
