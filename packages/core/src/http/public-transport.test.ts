import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { createPublicTransport, type PublicTransportOptions } from "./public-transport.js";

const open = (options: Partial<PublicTransportOptions> = {}) => {
  const transport = createPublicTransport({ timeoutMs: 5_000, ...options });
  onTestFinished(() => transport.close());
  return transport;
};

const listen = async (): Promise<number> => {
  const server = createServer((_request, response) => response.writeHead(302, { location: "/elsewhere" }).end());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};

const post = (transport: ReturnType<typeof open>, url: string) =>
  transport.exchange({ method: "POST", url, headers: {}, body: "{}" }, { signal: new AbortController().signal });

it.each([
  ["http://hooks.test/x", "Host hooks.test may only be reached over https."],
  ["https://10.0.0.1/x", "Host 10.0.0.1 is not a public address."],
  ["https://[::ffff:127.0.0.1]/x", "Host [::ffff:7f00:1] is not a public address."],
  ["https://localhost/x", "Host localhost is not a public address."],
  ["https://me:pw@hooks.test/x", "A request URL must not contain a login."],
  ["hooks.test", "This is not a URL."],
])("refuses %s and says why", (url, reason) => {
  expect(open().refusalOf(url)).toBe(reason);
});

it("permits every public host over https, and listed hosts over http", () => {
  const transport = open({ privateHosts: ["inner.test", "10.0.0.1"] });
  expect(transport.refusalOf("https://hooks.test:8443/x?y")).toBeUndefined();
  expect(transport.refusalOf("http://INNER.test/x")).toBeUndefined();
  expect(transport.refusalOf("http://10.0.0.1/x")).toBeUndefined();
  expect(transport.refusalOf("http://10.0.0.2/x")).toBeDefined();
});

it("refuses a public name that resolves to a private address when it connects", async () => {
  const transport = open({
    lookup: (_host, _options, callback) => callback(null, [{ address: "10.1.2.3", family: 4 }]),
  });
  await expect(post(transport, "https://rebound.test/x")).rejects.toMatchObject({
    code: "BLOCKED_ADDRESS",
    outcome: "not_executed",
  });
});

it("reaches a listed name at a private address, and follows no redirect of a POST", async () => {
  const port = await listen();
  const transport = open({
    privateHosts: ["inner.test"],
    lookup: (_host, _options, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]),
  });
  expect((await post(transport, `http://inner.test:${port}/x`)).status).toBe(302);
});
