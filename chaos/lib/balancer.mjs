// What stands before the replicas: gives each request to the next one that answers. It knows no sessions.
import { createServer, request as httpRequest } from "node:http";

/**
 * @param targets URLs, changed by the caller as it likes
 * @param acksEarly a planted bug: answers 200 before anybody has the delivery
 */
export const startBalancer = async ({ targets, acksEarly = false, port = 0 }) => {
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const chunks = [];
    incoming.on("data", (chunk) => chunks.push(chunk));
    incoming.on("error", () => outgoing.destroy());
    incoming.on("end", () => {
      const body = Buffer.concat(chunks);
      const isDelivery = incoming.url.startsWith("/webhooks/");
      if (acksEarly && isDelivery) outgoing.writeHead(200).end();
      pass(incoming, body, acksEarly && isDelivery ? undefined : outgoing, targets().length);
    });
  });

  const pass = (incoming, body, outgoing, triesLeft) => {
    const list = targets();
    const target = list[turn++ % Math.max(1, list.length)];
    if (target === undefined) return void outgoing?.writeHead(503, { "retry-after": "1" }).end();
    const { hostname, port: targetPort } = new URL(target);
    const onward = httpRequest({
      hostname,
      port: targetPort,
      method: incoming.method,
      path: incoming.url,
      headers: { ...incoming.headers, host: `${hostname}:${targetPort}`, connection: "close" },
      timeout: 30_000,
    });
    onward.on("response", (reply) => {
      if (!outgoing) return void reply.resume();
      outgoing.writeHead(reply.statusCode, reply.headers);
      reply.pipe(outgoing);
      reply.on("error", () => outgoing.destroy());
    });
    onward.on("timeout", () => onward.destroy(new Error("timeout")));
    onward.on("error", (error) => {
      // Nobody was reached, so another may be asked. Anything later may have been carried out.
      if (error.code === "ECONNREFUSED" && triesLeft > 1) return pass(incoming, body, outgoing, triesLeft - 1);
      if (!outgoing) return;
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502).end();
    });
    onward.end(body);
  };

  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
