// A child process that answers every request with one canned reply: the same bytes for every candidate.
// `node loopback-upstream.mjs products|search|report`
import { createServer } from "node:http";
import { cannedReplies } from "./canned-replies.mjs";

const canned = cannedReplies[process.argv[2]];
const body = Buffer.from(JSON.stringify(canned.body()));
const headers = {
  "content-type": "application/json; charset=utf-8",
  "content-length": body.length,
  ...canned.headers,
};

const server = createServer((request, response) => {
  request.on("data", () => {});
  request.on("end", () => response.writeHead(200, headers).end(body));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port, bytes: body.length }));
process.on("disconnect", () => process.exit(0));
