import { generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:https";
import { afterEach, expect, it, vi } from "vitest";
import { defaultLimits } from "../config/limits.js";
import { createUndiciTransport } from "./undici-transport.js";

/** One DER element. */
const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head =
    length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
};

const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
const ecdsaWithSha256 = sequence(der(0x06, Buffer.from("2a8648ce3d040302", "hex")));
const commonName = sequence(
  der(0x31, sequence(der(0x06, Buffer.from("550403", "hex")), der(0x0c, Buffer.from("localhost")))),
);
const time = (text: string) => der(0x17, Buffer.from(text));
const subjectAltName = der(
  0xa3,
  sequence(sequence(der(0x06, Buffer.from("551d11", "hex")), der(0x04, sequence(der(0x82, Buffer.from("localhost")))))),
);

/** A certificate for `localhost` that nobody has vouched for. */
const selfSigned = () => {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const facts = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    commonName,
    sequence(time("200101000000Z"), time("491231000000Z")),
    commonName,
    publicKey.export({ type: "spki", format: "der" }),
    subjectAltName,
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", facts, privateKey));
  const base64 = sequence(facts, ecdsaWithSha256, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
};

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()));
});

const start = async () => {
  let requests = 0;
  const server = createServer(selfSigned(), (_, response) => {
    requests += 1;
    response.end("{}");
  });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const transport = createUndiciTransport({
    limits: defaultLimits,
    hosts: { allowed: ["localhost"], credentialOrigins: [], allowLoopback: true },
    lookup: (_host, _options, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]),
  });
  endings.push(
    () => transport.close(),
    () => new Promise((resolve) => server.close(resolve)),
  );
  const url = `https://localhost:${typeof address === "object" ? address?.port : ""}`;
  const send = () =>
    transport.exchange({ method: "POST", url, headers: {}, body: "{}" }, { signal: new AbortController().signal });
  return { send, requests: () => requests };
};

it.each(["", "0"])(
  "sends nothing to a host with an untrusted certificate (NODE_TLS_REJECT_UNAUTHORIZED=%j)",
  async (value) => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", value);
    const { send, requests } = await start();
    const error: unknown = await send().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "NETWORK", outcome: "not_executed" });
    expect(String(error)).toContain("DEPTH_ZERO_SELF_SIGNED_CERT");
    expect(requests()).toBe(0);
  },
);
