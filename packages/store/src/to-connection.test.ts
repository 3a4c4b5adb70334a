import { Client } from "pg";
import { expect, it } from "vitest";
import { toConnection } from "./to-connection.js";

const tlsOf = (query: string): unknown => new Client(toConnection(`postgres://u:p@db:5432/app${query}`)).ssl;

it.each([
  ["", false],
  ["?sslmode=disable", false],
  ["?sslmode=allow", { rejectUnauthorized: false }],
  ["?sslmode=prefer", { rejectUnauthorized: false }],
  ["?sslmode=require", { rejectUnauthorized: false }],
  ["?sslmode=no-verify", { rejectUnauthorized: false }],
  ["?sslmode=verify-full", {}],
])("means by %s what PostgreSQL's manual means", (query, tls) => {
  expect(tlsOf(query)).toEqual(tls);
});

it.each([
  ["?sslmode=maybe", /sslmode must be one of/],
  ["?sslmode=verify-ca", /verify-ca needs sslrootcert/],
  ["?sslmode=verify-full&sslrootcert=/missing/ca.pem", /\/missing\/ca\.pem cannot be read \(ENOENT\)/],
])("refuses %s", (query, sentence) => {
  expect(() => tlsOf(query)).toThrow(sentence);
});

it("keeps the address's own session options beside ours", () => {
  const connection = toConnection("postgres://u@db/app?options=-c%20lock_timeout%3D5s&application_name=x");
  expect(connection).toEqual({
    connectionString: "postgres://u@db/app?application_name=x",
    options: "-c lock_timeout=5s",
  });
});
