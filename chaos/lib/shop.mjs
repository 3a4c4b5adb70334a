import { request } from "undici";

const post = async (url, body, headers = {}) => {
  const reply = await request(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const answer = await reply.body.json();
  if (reply.statusCode >= 300) throw new Error(`${url} answered ${reply.statusCode}: ${answer.detail ?? answer.title}`);
  return answer.data;
};

/** Has the shop send its own webhooks of a topic to the gateways. */
export const subscribe = ({ gateway, topic }) =>
  post(
    `${gateway}/v1/shopify/webhooks/create`,
    { topic, uri: `${gateway}/webhooks/shopify/default` },
    { "idempotency-key": `subscribe-${topic}` },
  );

/** Every customer that a run has made. */
export const customersOf = async (gateway) => {
  const all = [];
  let cursor;
  do {
    const page = await post(`${gateway}/v1/shopify/customers/list`, { limit: 250, ...(cursor && { cursor }) });
    all.push(...page.customers);
    cursor = page.nextCursor;
  } while (cursor);
  return all.filter(({ email }) => email?.endsWith("@example.com"));
};
