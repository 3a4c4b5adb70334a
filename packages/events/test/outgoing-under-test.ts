import { onTestFinished } from "vitest";
import { createOutgoing, type OutgoingDeps } from "../src/outgoing/create-outgoing.js";
import { openStore } from "./outgoing-fixture.js";
import { listen } from "./receiver.js";

/** Outgoing webhooks that may reach loopback, on a store of their own. */
export const openOutgoing = async (options: Partial<OutgoingDeps> = {}) => {
  const store = options.store ?? (await openStore());
  const outgoing = createOutgoing({ allowLoopback: true, random: () => 0, ...options, store });
  onTestFinished(() => outgoing.close());
  return { store, ...outgoing };
};

/** The same with a receiver and an endpoint that leads to it. */
export const openWithReceiver = async (options: Partial<OutgoingDeps> = {}) => {
  const opened = await openOutgoing(options);
  const receiver = await listen();
  const endpoint = await opened.endpoints.create({ url: receiver.url }, "tester");
  return { ...opened, receiver, endpoint };
};
