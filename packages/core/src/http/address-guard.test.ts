import type { LookupAddress } from "node:dns";
import { expect, it } from "vitest";
import { guardedLookup, isForbiddenAddress, isLoopbackHost } from "./address-guard.js";

it.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "100.100.100.200",
  "127.0.0.1",
  "127.9.9.9",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "192.0.0.192",
  "198.19.0.1",
  "224.0.0.1",
  "239.1.1.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:8.8.8.8",
  "::ffff:7f00:1",
  "::7f00:1",
  "fe80::1",
  "fe80::1%eth0",
  "fec0::1",
  "fc00::1",
  "fd00:ec2::254",
  "ff02::1",
  "2001:db8::1",
  "2001::1",
  "2002:7f00:1::",
  "64:ff9b::127.0.0.1",
  "64:ff9b::a00:1",
  "64:ff9b::1",
  "64:ff9b:1::1",
  "not an address",
  "",
])("forbids %j", (address) => {
  expect(isForbiddenAddress(address)).toBe(true);
});

it.each([
  "8.8.8.8",
  "23.227.38.65",
  "172.32.0.1",
  "100.128.0.1",
  "2606:4700::6810:1",
  "2a00:1450:4001::200e",
  "64:ff9b::808:808",
  "64:ff9b::8.8.8.8",
])("allows %s", (address) => {
  expect(isForbiddenAddress(address)).toBe(false);
});

it("knows loopback hosts by name and address", () => {
  expect(["localhost", "a.localhost", "127.0.0.1", "127.1.1.1", "::1", "[::1]"].every(isLoopbackHost)).toBe(true);
  expect(["localhost.evil.test", "10.0.0.1", "::2", "notlocalhost"].some(isLoopbackHost)).toBe(false);
});

const resolve = (hostname: string, addresses: readonly string[], { allowLoopback = false, all = true } = {}) =>
  new Promise((done, reject) => {
    const found: LookupAddress[] = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    const lookup = guardedLookup({ allowLoopback, lookup: (_host, _options, callback) => callback(null, found) });
    lookup(hostname, { all }, (error, answer, family) =>
      error ? reject(error) : done(all ? answer : { answer, family }),
    );
  });

it("leaves out forbidden addresses and keeps the public ones", async () => {
  expect(await resolve("shop.test", ["10.0.0.1", "8.8.8.8", "::1"])).toEqual([{ address: "8.8.8.8", family: 4 }]);
});

it("refuses a name with no public address", async () => {
  await expect(resolve("shop.test", ["127.0.0.1", "fd00::1"])).rejects.toMatchObject({
    code: "BLOCKED_ADDRESS",
    outcome: "not_executed",
    message: "Host shop.test resolves to an address that is not public.",
  });
});

it("lets localhost be loopback where that is allowed, but no other name and no private address", async () => {
  expect(await resolve("localhost", ["127.0.0.1"], { allowLoopback: true })).toHaveLength(1);
  await expect(resolve("shop.test", ["127.0.0.1"], { allowLoopback: true })).rejects.toMatchObject({
    code: "BLOCKED_ADDRESS",
  });
  await expect(resolve("localhost", ["10.0.0.1"], { allowLoopback: true })).rejects.toMatchObject({
    code: "BLOCKED_ADDRESS",
  });
});

it("answers with one address when asked for one", async () => {
  expect(await resolve("shop.test", ["::1", "8.8.8.8"], { all: false })).toEqual({ answer: "8.8.8.8", family: 4 });
});

it("passes on what the resolver says", async () => {
  const failing = guardedLookup({
    allowLoopback: false,
    lookup: (_host, _options, callback) => callback(new Error("ENOTFOUND"), "", 0),
  });
  await expect(
    new Promise((done, reject) => failing("shop.test", {}, (error) => (error ? reject(error) : done(undefined)))),
  ).rejects.toThrow("ENOTFOUND");
});
