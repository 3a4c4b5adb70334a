import { lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { ConnectorError } from "../errors/connector-error.js";

/** Special-purpose IPv4 ranges (IANA registry): nothing in them is an upstream. */
const forbiddenV4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8], // this network, unspecified
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // carrier-grade NAT, also some clouds' metadata
  ["127.0.0.0", 8], // loopback
  ["169.254.0.0", 16], // link-local, metadata
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocol assignments
  ["192.0.2.0", 24], // documentation
  ["192.88.99.0", 24], // 6to4 relays
  ["192.168.0.0", 16], // private
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, broadcast
];

/** Within global unicast, what still leads elsewhere. Outside of 2000::/3 everything is forbidden anyway. */
const forbiddenV6: readonly (readonly [string, number])[] = [
  ["2001::", 23], // Teredo, benchmarks, ORCHID
  ["2001:db8::", 32], // documentation
  ["2002::", 16], // 6to4: embeds any IPv4 address
  ["3fff::", 20], // documentation
];

const toBlockList = (ranges: readonly (readonly [string, number])[], family: "ipv4" | "ipv6"): BlockList => {
  const list = new BlockList();
  for (const [net, prefix] of ranges) list.addSubnet(net, prefix, family);
  return list;
};

// Separate lists: in a mixed one an IPv4 rule and an IPv4-mapped address meet in ways that are easily misread.
const v4 = toBlockList(forbiddenV4, "ipv4");
const v6 = toBlockList(forbiddenV6, "ipv6");
const globalUnicast = toBlockList([["2000::", 3]], "ipv6");
const nat64 = toBlockList([["64:ff9b::", 96]], "ipv6");
const loopbackV4 = toBlockList([["127.0.0.0", 8]], "ipv4");

/** True for loopback, private, link-local, metadata, multicast, mapped, reserved addresses, and for what is no address. */
export const isForbiddenAddress = (address: string): boolean => {
  const bare = withoutZone(address);
  switch (isIP(bare)) {
    case 4:
      return v4.check(bare, "ipv4");
    case 6:
      if (nat64.check(bare, "ipv6")) return v4.check(lastIpv4(bare), "ipv4");
      return !globalUnicast.check(bare, "ipv6") || v6.check(bare, "ipv6");
    default:
      return true;
  }
};

/** True for `localhost`, 127.0.0.0/8 and `::1`, with or without brackets. */
export const isLoopbackHost = (host: string): boolean => {
  const bare = host.replace(/^\[|\]$/g, "");
  if (isIP(bare) === 4) return loopbackV4.check(bare, "ipv4");
  return bare === "::1" || bare === "localhost" || bare.endsWith(".localhost");
};

const withoutZone = (address: string): string => address.split("%", 1)[0] ?? address;

/** The IPv4 address in the last 32 bits of an IPv6 address. */
const lastIpv4 = (address: string): string => {
  const dotted = /\d+\.\d+\.\d+\.\d+$/.exec(address)?.[0];
  if (dotted) return dotted;
  const [tail = ""] = address.split("::").slice(-1);
  const groups = ["0", "0", ...tail.split(":").filter((group) => group !== "")]
    .slice(-2)
    .map((group) => Number.parseInt(group, 16));
  return groups.flatMap((group) => [group >> 8, group & 0xff]).join(".");
};

/** How a guarded lookup is built. */
export interface GuardOptions {
  /** Lets `localhost` resolve to loopback: simulators. */
  readonly allowLoopback: boolean;
  /** Whether a host may resolve to any address at all. Default: none may. */
  mayBePrivate?(hostname: string): boolean;
  /** Default: the system's resolver. */
  readonly lookup?: LookupFunction;
}

/**
 * A resolver for connecting sockets that leaves out forbidden addresses. It runs when the connection is made, and the
 * socket uses exactly its answer, so that a name that changes its address in between gains nothing.
 * Fails with `BLOCKED_ADDRESS` when no address is left.
 */
export const guardedLookup = ({
  allowLoopback,
  mayBePrivate = () => false,
  lookup = systemLookup as LookupFunction,
}: GuardOptions): LookupFunction =>
  function guarded(hostname, options, callback) {
    lookup(hostname, { ...options, all: true }, (error, found, family) => {
      if (error) return callback(error, "", 0);
      const addresses = Array.isArray(found) ? found : [{ address: found, family: family ?? isIP(found) }];
      const mayLoop = allowLoopback && isLoopbackHost(hostname);
      const isFree = mayBePrivate(hostname);
      const allowed = addresses.filter(
        ({ address }) => isFree || !isForbiddenAddress(address) || (mayLoop && isLoopbackHost(address)),
      );
      const [first] = allowed;
      if (!first) return callback(blocked(hostname), "", 0);
      if (options.all) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
  };

const blocked = (hostname: string): ConnectorError =>
  new ConnectorError("BLOCKED_ADDRESS", { message: `Host ${hostname} resolves to an address that is not public.` });
