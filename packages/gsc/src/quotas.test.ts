import { describe, expect, it } from "vitest";
import { ok, openAccount } from "../test/open-account.js";

const inspectionUrl = "https://nordlicht-tee.example/";
const burst = 30;

const setUp = () => {
  const opened = openAccount(Array.from({ length: 200 }, () => ok({ inspectionResult: {} })));
  const inspect = (siteUrl: string) =>
    opened.client.urlInspection.inspect({ siteUrl, inspectionUrl }, { deadlineMs: 1, fresh: true });
  const exhaust = async (siteUrl: string) => {
    for (let count = 0; count < burst; count += 1) expect((await inspect(siteUrl)).ok).toBe(true);
  };
  return { ...opened, inspect, exhaust };
};

describe("inspections", () => {
  it("of one property leave those of another their own allowance", async () => {
    const { inspect, exhaust } = setUp();
    await exhaust("sc-domain:nordlicht-tee.example");
    expect(await inspect("sc-domain:nordlicht-tee.example")).toMatchObject({
      error: { code: "RATE_LIMITED", message: expect.stringContaining("sc-domain:nordlicht-tee.example") },
    });
    expect(await inspect("https://nordlicht-tee.example/")).toMatchObject({ ok: true });
  });

  it("of all properties share the project's", async () => {
    const { client, exhaust } = setUp();
    await exhaust("sc-domain:nordlicht-tee.example");
    await exhaust("https://nordlicht-tee.example/");
    const project = client.$status().quotas.find(({ bucket }) => bucket === "url-inspection-project");
    expect(project?.capacity).toBe(750);
    expect(project?.remaining).toBeCloseTo(750 - 2 * burst, 0);
  });

  it("can be explained for one property", async () => {
    const { client, exhaust } = setUp();
    await exhaust("sc-domain:nordlicht-tee.example");
    const { inspect } = client.$connection.connector.operations.urlInspection as never as {
      readonly inspect: Parameters<typeof client.$explain>[0];
    };
    expect(client.$explain(inspect).obstacles).toMatchObject([{ policy: "quota", effect: "waits" }]);
    expect(client.$explain(inspect, { siteUrl: "https://nordlicht-tee.example/", inspectionUrl }).obstacles).toEqual(
      [],
    );
  });
});
