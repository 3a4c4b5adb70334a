import { writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { parseGoogleCredential } from "./credential-file.js";
import { createGoogleWorld, impersonationUrl, pathOf, readScope, serviceAccount } from "./google.fixture.js";
import { simulatedSubjectToken } from "./simulator/index.js";

const external = (file: string, more: Readonly<Record<string, unknown>> = {}) => ({
  type: "external_account",
  audience: "//iam.googleapis.com/projects/424242424242/locations/global/workloadIdentityPools/pool/providers/oidc",
  subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
  token_url: "https://sts.googleapis.com/v1/token",
  credential_source: { file },
  service_account_impersonation_url: impersonationUrl(serviceAccount),
  ...more,
});

it.each([
  ["text", simulatedSubjectToken, undefined],
  ["json", JSON.stringify({ id_token: simulatedSubjectToken }), { type: "json", subject_token_field_name: "id_token" }],
])("is exchanged from a %s file", async (_, content, format) => {
  const { tokenOf } = createGoogleWorld();
  const file = await pathOf("token");
  await writeFile(file, content);
  const credentials = parseGoogleCredential(external(file, { credential_source: { file, format } }));
  expect(await tokenOf({ credentials })).toMatchObject({ email: serviceAccount, scopes: [readScope] });
});

it("is used by itself where no service account is named", async () => {
  const { tokenOf } = createGoogleWorld();
  const file = await pathOf("token");
  await writeFile(file, simulatedSubjectToken);
  const credentials = parseGoogleCredential(external(file, { service_account_impersonation_url: undefined }));
  expect(await tokenOf({ credentials })).toMatchObject({ scopes: [readScope] });
});

it("whose token is refused or missing is a matter of configuration", async () => {
  const { tokenOf } = createGoogleWorld();
  const file = await pathOf("token");
  const credentials = parseGoogleCredential(external(file));
  await expect(tokenOf({ credentials })).rejects.toThrow(/identity provider cannot be read/);
  await writeFile(file, "CANARY-of-someone-else");
  const refused = await tokenOf({ credentials }).catch((error) => error);
  expect(refused).toMatchObject({ code: "NOT_CONFIGURED", upstream: { code: "invalid_grant" } });
  expect(JSON.stringify(refused) + String(refused)).not.toContain("CANARY");
});

it.each([
  ["a program", { executable: { command: "/bin/sh -c id" } }],
  ["an address", { url: "http://169.254.169.254/token" }],
  ["AWS", { environment_id: "aws1", file: "x" }],
  ["a client certificate", { certificate: {}, file: "x" }],
])("is never had from %s", (_, credential_source) => {
  expect(() => parseGoogleCredential(external("x", { credential_source }))).toThrow(/credential_source/);
});

it.each([
  ["token_url", { token_url: "https://attacker.example/v1/token" }],
  [
    "service_account_impersonation_url",
    { service_account_impersonation_url: "https://attacker.example/v1/x:generateAccessToken" },
  ],
])("is exchanged at Google alone: %s", (field, more) => {
  expect(() => parseGoogleCredential(external("x", more))).toThrow(new RegExp(field));
});
