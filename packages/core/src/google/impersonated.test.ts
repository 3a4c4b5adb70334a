import { expect, it } from "vitest";
import { parseGoogleCredential } from "./credential-file.js";
import { createGoogleWorld, impersonationUrl, readScope, serviceAccount, userFile } from "./google.fixture.js";

type World = ReturnType<typeof createGoogleWorld>;

it.each([
  ["from a user's login", (world: World) => ({ credentials: userFile(world), impersonate: serviceAccount })],
  [
    "from a key",
    ({ simulated }: World) => ({
      credentials: parseGoogleCredential(simulated.serviceAccountKey()),
      impersonate: serviceAccount,
    }),
  ],
  [
    "by a file that says so",
    (world: World) => ({
      credentials: parseGoogleCredential({
        type: "impersonated_service_account",
        service_account_impersonation_url: impersonationUrl(serviceAccount),
        source_credentials: userFile(world),
      }),
    }),
  ],
])("gives the service account's token %s, with our own scopes", async (_, config) => {
  const world = createGoogleWorld();
  expect(await world.tokenOf(config(world))).toMatchObject({ email: serviceAccount, scopes: [readScope] });
});

it("that is not allowed names the role", async () => {
  const world = createGoogleWorld();
  const login = world.tokenOf({ credentials: userFile(world), impersonate: "other@b.iam.gserviceaccount.com" });
  await expect(login).rejects.toMatchObject({
    code: "NOT_CONFIGURED",
    help: expect.stringContaining("roles/iam.serviceAccountTokenCreator"),
  });
});

it("renews the login that acts when its token was refused", async () => {
  const world = createGoogleWorld();
  const credential = world.open({ credentials: userFile(world), impersonate: serviceAccount });
  const parts = await credential.authorize(world.signal);
  await world.clock.advance(120_000);
  world.simulated.expireAll();
  expect(credential.refused?.(parts)).toBe(true);
  const { headers } = await credential.authorize(world.signal);
  expect(world.simulated.find(headers?.authorization)?.email).toBe(serviceAccount);
});
