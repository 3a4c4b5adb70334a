import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { formOf } from "../credentials/credentials.fixture.js";
import { parseGoogleCredential } from "./credential-file.js";
import { createGoogleWorld, pathOf, readScope, serviceAccount, user, userFile, writeScope } from "./google.fixture.js";

describe("a service account's key", () => {
  it("logs in as an object and from a file, with the scopes asked for", async () => {
    const { simulated, tokenOf } = createGoogleWorld();
    const key = simulated.serviceAccountKey();
    const credentialsFile = await pathOf("key.json");
    await writeFile(credentialsFile, JSON.stringify(key));
    for (const config of [{ credentials: parseGoogleCredential(key) }, { credentialsFile }])
      expect(await tokenOf(config, [writeScope, readScope])).toMatchObject({
        email: serviceAccount,
        scopes: [writeScope, readScope],
      });
  });

  it.each(["https://accounts.google.com/o/oauth2/token", "https://www.googleapis.com/oauth2/v4/token"])(
    "that names %s, as older ones do, is sent to the one address of today",
    async (token_uri) => {
      const { simulated, tokenOf, transport } = createGoogleWorld();
      const credentials = parseGoogleCredential({ ...simulated.serviceAccountKey(), token_uri });
      expect(await tokenOf({ credentials })).toMatchObject({ email: serviceAccount });
      expect(transport.requests.map(({ url }) => url)).toEqual(["https://oauth2.googleapis.com/token"]);
    },
  );

  it("is sent nowhere but to Google", () => {
    const key = createGoogleWorld().simulated.serviceAccountKey();
    expect(() => parseGoogleCredential({ ...key, token_uri: "https://attacker.example/token" })).toThrow(
      /token_uri: Expected a token address of Google/,
    );
  });

  it("that belongs to no account is a matter of configuration", async () => {
    const { simulated, tokenOf } = createGoogleWorld();
    const credentials = parseGoogleCredential({ ...simulated.serviceAccountKey(), client_email: "gone@b.example" });
    await expect(tokenOf({ credentials })).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
  });

  it("asks to act for a user, and is refused where no Workspace has agreed", async () => {
    const { simulated, tokenOf, transport } = createGoogleWorld();
    const credentials = parseGoogleCredential(simulated.serviceAccountKey());
    await expect(tokenOf({ credentials, subject: user })).rejects.toMatchObject({
      code: "NOT_CONFIGURED",
      upstream: { code: "unauthorized_client" },
    });
    const [, claims = ""] = formOf(transport.requests[0] ?? {}).assertion?.split(".") ?? [];
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({ sub: user });
  });
});

describe("a user's login", () => {
  it("has what was granted at consent, whatever is asked for", async () => {
    const { simulated, tokenOf, transport } = createGoogleWorld();
    expect(await tokenOf(simulated.config, [readScope])).toMatchObject({
      email: user,
      scopes: expect.arrayContaining([readScope, writeScope]),
    });
    expect(formOf(transport.requests[0] ?? {})).not.toHaveProperty("scope");
  });

  it("that is dead needs a person, and is asked for once", async () => {
    const { simulated, open, signal, transport } = createGoogleWorld();
    const credential = open({ ...simulated.config, refreshToken: "1//revoked" });
    for (const _ of [1, 2]) await expect(credential.authorize(signal)).rejects.toMatchObject({ code: "NEEDS_REAUTH" });
    expect(credential.state()).toBe("needs_reauth");
    expect(transport.requests).toHaveLength(1);
  });
});

describe("an access token", () => {
  it("is used as it is", async () => {
    const { open, signal, transport } = createGoogleWorld();
    expect(await open({ accessToken: "ya29.mine" }).authorize(signal)).toEqual({
      headers: { authorization: "Bearer ya29.mine" },
    });
    expect(transport.requests).toEqual([]);
  });
});

describe("the project that quota is counted for", () => {
  it.each([
    ["configured", { quotaProjectId: "mine" }, "mine"],
    ["named by the credential", {}, "of-the-file"],
  ])("is sent where it is %s", async (_, config, project) => {
    const world = createGoogleWorld();
    const credentials = { ...userFile(world), quota_project_id: "of-the-file" };
    const { headers } = await world.open({ credentials, ...config }).authorize(world.signal);
    expect(headers?.["x-goog-user-project"]).toBe(project);
  });

  it("is sent with an access token, too", async () => {
    const { open, signal } = createGoogleWorld();
    const { headers } = await open({ accessToken: "t", quotaProjectId: "mine" }).authorize(signal);
    expect(headers?.["x-goog-user-project"]).toBe("mine");
  });
});
