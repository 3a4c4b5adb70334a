import { expect, it } from "vitest";
import { createHostJudge, type HostPolicy } from "./host-policy.js";

const policy: HostPolicy = {
  allowed: ["tea.test", ".apis.test", "127.0.0.1", "[::1]", "localhost", "10.0.0.1", "8.8.8.8", "169.254.169.254"],
  credentialOrigins: ["https://tea.test"],
};
const permits = (url: string, changes: Partial<HostPolicy> = {}) =>
  createHostJudge({ ...policy, ...changes }).permits(new URL(url));

it("permits exact hosts and hosts under a suffix", () => {
  expect(permits("https://tea.test/x")).toBe(true);
  expect(permits("https://a.b.apis.test")).toBe(true);
  expect(permits("https://TEA.test")).toBe(true);
});

it.each([
  "https://coffee.test",
  "https://tea.test.evil.test",
  "https://eviltea.test",
  "https://apis.test",
  "https://evilapis.test",
  "https://tea.test.",
  "ftp://tea.test",
  "http://tea.test",
  "https://user:pw@tea.test",
  "https://tea.test@evil.test",
])("refuses %s", (url) => {
  expect(permits(url)).toBe(false);
});

it.each([
  "https://127.0.0.1",
  "https://2130706433",
  "https://0x7f.1",
  "https://[::1]",
  "https://localhost",
  "https://10.0.0.1",
  "https://169.254.169.254",
])("refuses the address %s even when it is listed", (url) => {
  expect(permits(url)).toBe(false);
});

it("permits a public address that is listed", () => {
  expect(permits("https://8.8.8.8")).toBe(true);
});

it("permits loopback over http where that is allowed, but nothing else more", () => {
  expect(permits("http://127.0.0.1:4010", { allowLoopback: true })).toBe(true);
  expect(permits("http://[::1]:4010", { allowLoopback: true })).toBe(true);
  expect(permits("http://localhost", { allowLoopback: true })).toBe(true);
  expect(permits("http://tea.test", { allowLoopback: true })).toBe(false);
  expect(permits("https://10.0.0.1", { allowLoopback: true })).toBe(false);
});

it("gives the credential to the listed origins only", () => {
  const judge = createHostJudge(policy);
  expect(judge.judge(new URL("https://tea.test/a"))).toEqual({
    host: "tea.test",
    receivesCredential: true,
    isLoopback: false,
  });
  expect(judge.judge(new URL("https://tea.test:8443/a"))).toMatchObject({
    host: "tea.test:8443",
    receivesCredential: false,
  });
  expect(judge.judge(new URL("https://x.apis.test/a"))).toMatchObject({ receivesCredential: false });
});

it("names the host but neither path nor query when it refuses", () => {
  const judge = createHostJudge(policy);
  expect(() => judge.judge(new URL("https://evil.test/secret?token=secret"))).toThrow(
    "Host evil.test is not on the connector's allow-list.",
  );
});

it("remembers a verdict and does not confuse origins", () => {
  const judge = createHostJudge({ ...policy, allowed: [".apis.test"] });
  for (let index = 0; index < 600; index++) expect(judge.permits(new URL(`https://h${index}.apis.test`))).toBe(true);
  expect(judge.permits(new URL("https://tea.test"))).toBe(false);
  expect(judge.permits(new URL("https://h1.apis.test"))).toBe(true);
});
