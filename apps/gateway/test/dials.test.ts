import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startDialledGateway } from "./dialled-gateway.js";
import { type Answer, site } from "./insights-shop.js";

/** A cheap read of each connector, other than its probe. */
const reads = {
  shopify: "shopify.shop.get",
  "zoho-mail": "zoho-mail.folders.list",
  gsc: "gsc.sites.list",
  "bing-wmt": "bing-wmt.sites.list",
  ga4: "ga4.admin.accountSummaries.list",
} as const;
type Upstream = keyof typeof reads;
const upstreams = Object.keys(reads) as Upstream[];

const week = { site, startDate: "2026-11-02", endDate: "2026-11-08" };
let mail: Answer = {};

/**
 * How long after its trouble a connection is at its full strength: a refused login is tried again after a minute. Google
 * lets a property's reports fail ten times an hour, so that after more of them only few calls are let through.
 */
const recoveryMinutes = { shopify: 2, "zoho-mail": 2, gsc: 2, "bing-wmt": 2, ga4: 60 } as const;

/** What joins which sources. */
const insights: readonly {
  readonly operation: string;
  readonly sources: readonly Upstream[];
  readonly input: () => object;
}[] = [
  { operation: "insights.pages.searchPerformance", sources: ["gsc", "bing-wmt", "ga4"], input: () => week },
  { operation: "insights.pages.losingClicks", sources: ["gsc", "bing-wmt", "shopify"], input: () => week },
  {
    operation: "insights.queries.revenue",
    sources: ["gsc", "bing-wmt", "ga4", "shopify"],
    input: () => ({ ...week, bingPages: 1 }),
  },
  { operation: "insights.messages.context", sources: ["zoho-mail", "shopify"], input: () => mail },
  { operation: "insights.indexing.problems", sources: ["gsc", "bing-wmt"], input: () => ({ site, inspections: 1 }) },
];

let gateway: Awaited<ReturnType<typeof startDialledGateway>>;
let allTools: readonly string[] = [];

beforeAll(async () => {
  gateway = await startDialledGateway();
  allTools = await gateway.tools();
  const { folders } = (await gateway.rest("zoho-mail.folders.list")).data;
  const { folderId } = folders.find(({ type }: Answer) => type === "Inbox") ?? folders[0];
  const [found] = (await gateway.rest("zoho-mail.messages.list", { folderId, limit: 1 })).data.messages;
  mail = { folderId, messageId: found.messageId, senderEmail: found.from.email };
  // What simulators work out when they are first asked is no slowness of theirs.
  for (const { operation, input } of insights) await gateway.rest(operation, input());
  gateway.leap();
}, 60_000);
afterAll(() => gateway.close());

const flagsPath = "/admin/flags";
const faultsPath = (connector: Upstream) => `/admin/simulators/${connector}/faults`;
const setFault = (fault: unknown) => (connector: Upstream) => gateway.put(faultsPath(connector), { fault });

/** Each dial, what a call then fails with, and how the connection is said to be. */
const dials = [
  {
    dial: "off by flag",
    turn: (connector: Upstream) => gateway.put(flagsPath, { rules: `${connector}=off` }),
    codes: ["DISABLED"],
    state: "disabled",
  },
  { dial: "down", turn: setFault("down"), codes: ["NETWORK", "CIRCUIT_OPEN"], state: "down" },
  { dial: "slow", turn: setFault("slow"), codes: ["ATTEMPT_TIMEOUT", "CIRCUIT_OPEN"], state: "down" },
  { dial: "401", turn: setFault("401"), codes: ["UPSTREAM_UNAUTHORIZED", "NEEDS_REAUTH"], state: "needs_reauth" },
  {
    dial: "429-storm",
    // The preset spares three requests of ten. Here none is spared, so that every answer is known.
    turn: setFault({ kind: "storm", ratio: 1, retryAfterSeconds: 1 }),
    codes: ["RATE_LIMITED"],
    state: "degraded",
  },
] as const;

const patient = { interval: 40, timeout: 15_000 };

const ready = async (): Promise<readonly { readonly connector: string; readonly state: string }[]> => {
  const { status, json } = await gateway.get("/readyz");
  expect([status, json().status]).toEqual([200, "ready"]);
  return json().notUp;
};

/** The five services that are not up: what the insights think of it is told apart. */
const troubled = async () => (await ready()).filter(({ connector }) => connector !== "insights");

const expectWorking = async (connector: Upstream): Promise<void> => {
  const [byRest, byTool] = await Promise.all([gateway.rest(reads[connector]), gateway.tool(reads[connector])]);
  expect([byRest.ok, byTool.structuredContent?.ok, byTool.isError ?? false], connector).toEqual([true, true, false]);
};

afterEach(async () => {
  await gateway.put(flagsPath, { rules: "" });
  for (const connector of upstreams) await gateway.clear(faultsPath(connector));
});

describe.each(dials)("$dial", ({ turn, codes, state }) => {
  it.each(upstreams)(
    "%s fails alone, is named everywhere, and comes back",
    async (connector) => {
      const ownTools = (tools: readonly string[]) => tools.filter((name) => name.startsWith(`${connector}_`));
      const otherTools = (tools: readonly string[]) => tools.filter((name) => !name.startsWith(`${connector}_`));
      expect(ownTools(allTools).length).toBeGreaterThan(10);
      expect((await turn(connector)).status).toBe(200);

      // Whoever calls it is told why.
      const [byRest, byTool] = await Promise.all([gateway.rest(reads[connector]), gateway.tool(reads[connector])]);
      expect(codes).toContain(byRest.error?.code);
      expect(byTool.isError).toBe(true);
      expect(codes).toContain(byTool.structuredContent.error.code);

      // Status, page and readiness name it and no other; the process stays in service.
      gateway.leap();
      await expect.poll(troubled, patient).toEqual([{ connector, connection: "default", state }]);
      const row = (await gateway.get("/status.json"))
        .json()
        .connections.find((one: Answer) => one.connector === connector);
      expect(row.reason).toEqual(expect.any(String));
      const page = await gateway.get("/");
      expect([page.status, page.text.includes(`<li class="card ${state}">`)]).toEqual([200, true]);
      const { connectors } = (await gateway.get("/admin/connectors")).json();
      expect(connectors.find(({ id }: Answer) => id === connector).connections[0].state).toBe(state);

      // The others work, and every list is whole but for what was switched off.
      await Promise.all(upstreams.filter((other) => other !== connector).map(expectWorking));
      const tools = await gateway.tools();
      expect(otherTools(tools)).toEqual(otherTools(allTools));
      expect(ownTools(tools)).toEqual(state === "disabled" ? [] : ownTools(allTools));

      // What joins it with others gives what those tell.
      gateway.leap();
      const asked = insights.filter(({ sources }) => sources.includes(connector));
      await Promise.all(
        asked.map(async ({ operation, input }) => {
          const answer = await gateway.rest(operation, input());
          expect(answer.error, operation).toBeUndefined();
          expect(answer.data.missing, operation).toEqual([
            { source: connector, code: expect.toBeOneOf([...codes]), message: expect.any(String) },
          ]);
        }),
      );

      await gateway.put(flagsPath, { rules: "" });
      await gateway.clear(faultsPath(connector));
      gateway.leap(recoveryMinutes[connector]);
      await expect.poll(ready, patient).toEqual([]);
      await expectWorking(connector);
      expect(await gateway.tools()).toEqual(allTools);
    },
    60_000,
  );
});
