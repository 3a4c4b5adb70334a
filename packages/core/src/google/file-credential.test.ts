import { writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { createGoogleWorld, pathOf, user, userFile } from "./google.fixture.js";

it("is looked at once by calls that come together, and logs in once", async () => {
  const world = createGoogleWorld();
  const credentialsFile = await pathOf("adc.json");
  await writeFile(credentialsFile, JSON.stringify(userFile(world)));
  const credential = world.open({ credentialsFile });
  const parts = await Promise.all([1, 2, 3].map(() => credential.authorize(world.signal)));
  expect(new Set(parts.map(({ headers }) => headers?.authorization)).size).toBe(1);
  expect(world.simulated.tokensIssued()).toBe(1);
});

it("is taken up again after it was replaced", async () => {
  const world = createGoogleWorld();
  const credentialsFile = await pathOf("adc.json");
  await writeFile(credentialsFile, JSON.stringify({ ...userFile(world), client_id: "deleted" }));
  const credential = world.open({ credentialsFile });
  await expect(credential.authorize(world.signal)).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
  await writeFile(credentialsFile, JSON.stringify(userFile(world)));
  const { headers } = await credential.authorize(world.signal);
  expect(world.simulated.find(headers?.authorization)?.email).toBe(user);
  expect(credential.state()).toBe("ready");
});

it("that is missing or no credential says so, without its content", async () => {
  const { open, signal } = createGoogleWorld();
  const credentialsFile = await pathOf("adc.json");
  const credential = open({ credentialsFile });
  await expect(credential.authorize(signal)).rejects.toThrow(/cannot be read/);
  expect(credential.state()).toBe("missing");
  await writeFile(credentialsFile, '{"type":"service_account","private_key":"CANARY"');
  const said = await credential.authorize(signal).catch(String);
  expect(said).toContain("Expected the JSON of a credential");
  expect(said).not.toContain("CANARY");
});

it("of a user cannot act for a user", async () => {
  const world = createGoogleWorld();
  const credentialsFile = await pathOf("adc.json");
  await writeFile(credentialsFile, JSON.stringify(userFile(world)));
  const credential = world.open({ credentialsFile, subject: user });
  await expect(credential.authorize(world.signal)).rejects.toThrow(/Only a service account's key/);
});
