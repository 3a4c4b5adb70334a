import { request } from "undici";

const post = async (url, body) => {
  const reply = await request(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await reply.body.json();
  if (reply.statusCode >= 300) throw new Error(`${url} answered ${reply.statusCode}: ${answer.detail ?? answer.title}`);
  return answer.data;
};

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
