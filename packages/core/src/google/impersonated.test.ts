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

it("counts the asking for the login's own project, and what is done for the configured one", async () => {
  const world = createGoogleWorld();
  const credentials = { ...userFile(world), quota_project_id: "of-the-login" };
  const { headers } = await world
    .open({ credentials, impersonate: serviceAccount, quotaProjectId: "of-the-work" })
    .authorize(world.signal);
  const asking = world.transport.requests.find(({ url }) => url.includes("iamcredentials"));
  expect(asking?.auth?.headers?.["x-goog-user-project"]).toBe("of-the-login");
  expect(headers?.["x-goog-user-project"]).toBe("of-the-work");
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
