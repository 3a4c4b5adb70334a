import { describe, expect, it } from "vitest";
import type { Diagnosis } from "../src/doctor/diagnose.js";
import { examine, playbookOf, startStandIn, type Upstream, upstreams } from "./doctor-upstreams.js";

const statesOf = ({ steps }: Diagnosis) => Object.fromEntries(steps.map(({ id, state }) => [id, state]));
const stepOf = ({ steps }: Diagnosis, id: string) => {
  const step = steps.find((one) => one.id === id);
  if (!step) throw new Error(`no step ${id}`);
  return step;
};

const { shopify, zohoMail, gsc, bingWmt, ga4 } = upstreams;

describe("what is missing", () => {
  it("is the scope at Shopify, by its name", async () => {
    const { env, simulator } = await startStandIn(shopify);
    const { token } = simulator.issueToken({ scopes: ["read_products", "write_inventory", "read_locations"] });
    const { SHOPIFY_CLIENT_ID: _id, SHOPIFY_CLIENT_SECRET: _secret, ...rest } = env;
    const diagnosis = await examine(shopify, { ...rest, SHOPIFY_ACCESS_TOKEN: token });
    expect(stepOf(diagnosis, "scopes")).toMatchObject({
      state: "missing",
      says: "not granted: read_orders, read_customers",
    });
    expect(statesOf(diagnosis)).toMatchObject({ login: "done", store: "not-reached", read: "not-reached" });
  });

  it("is the data centre at Zoho", async () => {
    const { env } = await startStandIn(zohoMail);
    const diagnosis = await examine(zohoMail, { ...env, ZOHO_MAIL_DATA_CENTRE: "in" });
    expect(diagnosis.nextStep).toBe("login");
    expect(stepOf(diagnosis, "login").todo.join(" ")).toContain("ZOHO_MAIL_DATA_CENTRE");
  });

  it("is a scope at Zoho, after the login has been recognised", async () => {
    const { env, simulator } = await startStandIn(zohoMail);
    const scopes = ["ZohoMail.accounts.READ", "ZohoMail.folders.READ"];
    const refreshToken = simulator.issueRefreshToken({ scopes });
    const diagnosis = await examine(zohoMail, { ...env, ZOHO_MAIL_REFRESH_TOKEN: refreshToken });
    expect(statesOf(diagnosis)).toMatchObject({ login: "done", mailbox: "done", folders: "done", messages: "missing" });
    expect(stepOf(diagnosis, "messages").todo.join(" ")).toContain("ZohoMail.messages.READ");
  });

  it("is the mailbox at Zoho, with those there are", async () => {
    const { env, simulator } = await startStandIn(zohoMail);
    const diagnosis = await examine(zohoMail, { ...env, ZOHO_MAIL_ACCOUNT_ID: "123" });
    expect(stepOf(diagnosis, "mailbox")).toMatchObject({ state: "missing" });
    expect(stepOf(diagnosis, "mailbox").says).toMatch(new RegExp(`^123 is not one of .*${simulator.accountId}`));
  });

  it.each<[string, Upstream, string, { fault: string; match: string; says: string }]>([
    ["an API that is off", gsc, "api", { fault: "api-disabled", match: "sites", says: "Turn it on at https://" }],
    ["a scope that is lacking", gsc, "api", { fault: "scope-missing", match: "sites", says: "webmasters" }],
    [
      "an API that is off",
      ga4,
      "admin-api",
      { fault: "service-disabled", match: "accountSummaries", says: "Switch it on at https://" },
    ],
    [
      "a scope that is lacking",
      ga4,
      "admin-api",
      { fault: "scope-missing", match: "accountSummaries", says: "analytics.readonly" },
    ],
  ])("at Google is told apart: %s", async (_, upstream, step, { fault, match, says }) => {
    const { env, simulator } = await startStandIn(upstream);
    simulator.faults.set({ kind: "upstream", name: fault }, { match });
    const diagnosis = await examine(upstream, env);
    expect(statesOf(diagnosis)).toMatchObject({ credentials: "done", login: "done", [step]: "missing" });
    expect(stepOf(diagnosis, step).todo.join(" ")).toContain(says);
  });

  it("is the Data API alone", async () => {
    const { env, simulator } = await startStandIn(ga4);
    simulator.faults.set({ kind: "upstream", name: "service-disabled" }, { match: "metadata" });
    const diagnosis = await examine(ga4, env);
    expect(statesOf(diagnosis)).toMatchObject({ "admin-api": "done", property: "done", "data-api": "missing" });
  });

  it("is the property, with those that can be read", async () => {
    const search = await startStandIn(gsc);
    const analytics = await startStandIn(ga4);
    const wrongSite = await examine(gsc, { ...search.env, GSC_SITE_URL: "https://other.example/" });
    const wrongNumber = await examine(ga4, { ...analytics.env, GA4_PROPERTY_ID: "1" });
    expect(stepOf(wrongSite, "property")).toMatchObject({
      state: "missing",
      says: expect.stringMatching(/^https:\/\/other\.example\/ is not readable; readable: .*sc-domain:nordlicht-tee/),
    });
    expect(stepOf(wrongNumber, "property")).toMatchObject({
      state: "missing",
      says: expect.stringMatching(/^1 is not among \d+ \(/),
    });
  });

  it("is patience where Bing throttles", async () => {
    const { env, simulator } = await startStandIn(bingWmt);
    simulator.faults.set({ kind: "upstream", name: "throttle-user" });
    const diagnosis = await examine(bingWmt, env);
    expect(stepOf(diagnosis, "login")).toMatchObject({
      state: "unchecked",
      says: expect.stringContaining("RATE_LIMITED"),
    });
  });
});

describe("a login that is refused", () => {
  it.each<[string, Upstream, Record<string, string>, string]>([
    ["a wrong secret at Shopify", shopify, { SHOPIFY_CLIENT_SECRET: "wrong" }, "NOT_CONFIGURED"],
    ["a dead refresh token at Shopify", shopify, { SHOPIFY_REFRESH_TOKEN: "wrong" }, "NEEDS_REAUTH"],
    ["a wrong secret at Zoho", zohoMail, { ZOHO_MAIL_CLIENT_SECRET: "wrong" }, "NOT_CONFIGURED"],
    ["a dead refresh token at Zoho", zohoMail, { ZOHO_MAIL_REFRESH_TOKEN: "1000.a.b" }, "NEEDS_REAUTH"],
    ["a wrong secret at Google", gsc, { GSC_CLIENT_SECRET: "wrong" }, "NOT_CONFIGURED"],
    ["a dead refresh token at Google", ga4, { GA4_REFRESH_TOKEN: "wrong" }, "NEEDS_REAUTH"],
    ["a wrong key at Bing", bingWmt, { BING_WMT_API_KEY: "0".repeat(32) }, "UPSTREAM_UNAUTHORIZED"],
  ])("has a row in the playbook: %s", async (_, upstream, wrong, code) => {
    const { env } = await startStandIn(upstream);
    const diagnosis = await examine(upstream, { ...env, ...wrong });
    expect(stepOf(diagnosis, "login")).toMatchObject({ state: "missing", says: expect.stringContaining(`${code}: `) });
    expect(playbookOf(upstream.connector)).toContain(`| \`✗ login: … — ${code}\``);
  });

  it("is not sent back to the doctor for advice", async () => {
    const { env } = await startStandIn(bingWmt);
    const diagnosis = await examine(bingWmt, { ...env, BING_WMT_API_KEY: "0".repeat(32) });
    expect(stepOf(diagnosis, "login").todo.join(" ")).not.toContain("trunkline doctor");
  });
});

it("notices when another shop answers", async () => {
  const { env } = await startStandIn(shopify);
  const diagnosis = await examine(shopify, { ...env, SHOPIFY_SHOP: "other" });
  expect(stepOf(diagnosis, "store")).toMatchObject({
    state: "missing",
    says: "nordlicht-tee.myshopify.com answered in place of other.myshopify.com",
  });
});
