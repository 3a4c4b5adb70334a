import { expect } from "vitest";
import { createJsonReply, createReply } from "../http/reply.js";
import type { Reply } from "../http/transport.js";
import type { AnyOperation } from "../operation.js";
import type { Fixture, FixtureExchange } from "./fixture.js";
import { outputProblems } from "./output-problems.js";
import { type OpenForContract, play } from "./play.js";
import { toComparable } from "./request-match.js";

/** Plays a fixture and compares all that it states: input, requests, output or error, warnings. */
export const replay = async (open: OpenForContract, operation: AnyOperation, fixture: Fixture): Promise<void> => {
  const { input, exchanges, expected, apiVersion, idempotencyKey } = fixture;
  const isRefused = "error" in expected && expected.error.code === "INVALID_INPUT";
  if (!isRefused)
    expect(operation.input.safeParse(input), "the input fits its schema").toMatchObject({ success: true });
  const answers = exchanges.map(({ reply }) => toReply(reply));
  const { envelope, requests, unused } = await play({ open, operation, input, answers, apiVersion, idempotencyKey });
  const sent = requests.map(toComparable);
  for (const [index, { request }] of exchanges.entries())
    if (sent[index]) expect(sent[index], `request ${index + 1}`).toMatchObject(lowerCaseHeaders(request));
  if ("error" in expected) expect(envelope).toMatchObject({ ok: false, error: expected.error });
  else {
    expect(envelope).toMatchObject({ ok: true, warnings: expected.warnings });
    const data = envelope.ok ? envelope.data : undefined;
    expect(data).toEqual(expected.output);
    expect(outputProblems(operation, data), "the output against its schema").toEqual([]);
  }
  expect(unused, "replies that were never asked for").toBe(0);
};

/** A canned reply as the transport gives it. */
export const toReply = ({ status, headers, body, bodyText }: FixtureExchange["reply"]): Reply =>
  body === undefined
    ? createReply({ status, headers, body: bodyText ?? "" })
    : createJsonReply(body, { status, headers });

const lowerCaseHeaders = (request: FixtureExchange["request"]): FixtureExchange["request"] =>
  request.headers === undefined
    ? request
    : {
        ...request,
        headers: Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
        ),
      };
