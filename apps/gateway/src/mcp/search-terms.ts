/** Words that say nothing about which operation is meant. */
const stopWords = new Set(
  (
    "a an the of to in on for from by with without and or is are was were be been do does did can could would should will i me my we us our you your " +
    "it its this that these those there their them they he she his her what which who whom whose when where how please want need let like just so " +
    "as at into out up about if than then some any all every each one ones thing things have has had got am not no shopify s t ll re ve d m"
  ).split(" "),
);

/**
 * What people say, and the words operations use for it. Phrases are matched before words; the left side is written in
 * the singular and without endings that {@link stem} takes off. Data of the language of commerce, not of any operation.
 */
const synonyms: Readonly<Record<string, string>> = {
  // Asking, in the words of list, get and count.
  "how many": "count",
  "number of": "count",
  "look up": "get",
  "what kind": "list",
  "who are": "list",
  "which of": "list",
  show: "list get",
  see: "list get",
  see_all: "list",
  find: "list get search",
  fetch: "get list",
  read: "get list",
  view: "get list",
  display: "list get",
  lookup: "get",
  detail: "get",
  information: "get",
  info: "get",
  search: "list",
  browse: "list",
  latest: "list",
  recent: "list",
  tally: "count",
  total: "count",
  // Changing.
  change: "update set",
  edit: "update",
  modify: "update",
  rename: "update",
  rewrite: "update",
  correct: "update",
  fix: "update",
  alter: "update",
  replace: "update set",
  amend: "update",
  make: "create",
  new: "create",
  generate: "create",
  register: "create",
  open: "create list",
  set_up: "create",
  "set up": "create",
  place: "create",
  erase: "delete",
  remove: "delete remove",
  "get rid": "delete",
  "throw away": "delete",
  drop: "delete",
  kill: "cancel delete",
  abort: "cancel",
  stop: "cancel deactivate hold",
  pause: "hold",
  "put on hold": "hold",
  freeze: "hold",
  resume: "release hold",
  unhold: "release hold",
  "call off": "cancel",
  undo: "cancel",
  void: "cancel",
  annul: "cancel",
  archive: "close",
  finish: "complete close",
  finalize: "complete",
  finalise: "complete",
  expire: "deactivate",
  "switch off": "deactivate",
  "turn off": "deactivate",
  disable: "deactivate",
  "end early": "deactivate",
  "create or update": "upsert set",
  import: "upsert set",
  // Things.
  stock: "inventory",
  "on hand": "inventory level quantity",
  quantity: "inventory quantity",
  restock: "inventory adjust",
  recount: "inventory set",
  stocktake: "inventory set",
  warehouse: "location inventory",
  branch: "location",
  depot: "location",
  where: "location",
  item: "product item",
  goods: "product",
  article: "product",
  merchandise: "product",
  catalog: "product",
  catalogue: "product",
  listing: "product",
  sku: "variant inventory item",
  size: "variant",
  colour: "variant",
  color: "variant",
  option: "variant",
  price: "variant price",
  reprice: "variant price update",
  cost: "inventory item cost",
  client: "customer",
  buyer: "customer",
  shopper: "customer",
  consumer: "customer",
  subscriber: "customer",
  person: "customer",
  people: "customer",
  contact: "customer",
  account: "customer",
  sale: "order",
  purchase: "order",
  transaction: "order",
  bought: "order",
  sold: "order",
  basket: "draft order",
  quote: "draft order",
  quotation: "draft order",
  estimate: "draft order",
  proposal: "draft order",
  offer: "draft order discount",
  invoice: "invoice draft order send",
  bill: "invoice draft order send",
  email: "email send",
  ship: "fulfillment create",
  dispatch: "fulfillment create",
  despatch: "fulfillment create",
  "send out": "fulfillment create",
  deliver: "fulfillment",
  delivery: "fulfillment",
  shipment: "fulfillment",
  shipping: "fulfillment",
  parcel: "fulfillment tracking",
  package: "fulfillment tracking",
  courier: "fulfillment tracking",
  carrier: "fulfillment tracking",
  fulfil: "fulfillment",
  fulfill: "fulfillment",
  fulfilment: "fulfillment",
  pack: "fulfillment order",
  pick: "fulfillment order",
  unshipped: "fulfillment order list",
  unfulfilled: "fulfillment order list",
  track: "tracking",
  "money back": "refund",
  "pay back": "refund",
  "give back": "refund",
  reimburse: "refund",
  repay: "refund",
  compensate: "refund",
  return: "refund",
  paid: "paid payment mark",
  settle: "paid mark",
  wire: "paid payment",
  "bank transfer": "paid mark",
  cash: "paid mark",
  coupon: "discount code",
  voucher: "discount code",
  promo: "discount code",
  promotion: "discount",
  rebate: "discount",
  label: "tag",
  categorize: "tag",
  categorise: "tag",
  mark: "tag mark",
  "custom field": "metafield",
  "custom data": "metafield metaobject",
  attribute: "metafield",
  metadata: "metafield",
  permission: "scope",
  access: "scope",
  allow: "scope",
  right: "scope",
  callback: "webhook",
  notification: "webhook",
  notify: "webhook notify",
  subscribe: "webhook create",
  unsubscribe: "webhook delete",
  event: "webhook",
  export: "bulk",
  dump: "bulk",
  download: "bulk",
  mass: "bulk",
  job: "bulk",
  store: "shop",
  currency: "shop",
  timezone: "shop",
  healthy: "health check",
  alive: "health check",
  reachable: "health check",
  connection: "health check",
  working: "health check",
  query: "query graphql",
  raw: "graphql",
};

/** A light stemmer: plurals and the commonest verb endings. Applied to documents and queries alike. */
export const stem = (word: string): string => {
  if (word.length < 4) return word;
  const base = word
    .replace(/(?:'s|’s)$/, "")
    .replace(/ies$/, "y")
    .replace(/(ss|sh|ch|x|z)es$/, "$1")
    .replace(/([^su])s$/, "$1");
  const verb = base.replace(/(?:ing|ed)$/, "");
  if (verb === base || verb.length < 3 || !/[aeiouy]/.test(verb)) return base.replace(/e$/, "");
  return (/([bdgklmnprt])\1$/.test(verb) && !/ll$/.test(verb) ? verb.slice(0, -1) : verb).replace(/e$/, "");
};

/** Words of a text: camelCase split, lower case, without stop words, stemmed. */
export const toTerms = (text: string): readonly string[] =>
  wordsOf(text)
    .filter((word) => !stopWords.has(word))
    .map(stem);

const wordsOf = (text: string): readonly string[] =>
  text
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** A query's terms with weights: 1 for what was said, less for what it may mean. */
export const expandQuery = (query: string): ReadonlyMap<string, number> => {
  const weights = new Map<string, number>();
  const add = (term: string, weight: number) => weights.set(term, Math.max(weight, weights.get(term) ?? 0));
  for (const term of toTerms(query)) add(term, 1);
  const words = wordsOf(query);
  for (const [said, meant] of stemmedSynonyms())
    if (isSaid(said, words)) for (const term of toTerms(meant)) add(term, 0.75);
  return weights;
};

const stemmedSynonyms = (): readonly (readonly [readonly string[], string])[] =>
  Object.entries(synonyms).map(([said, meant]) => [said.split(" ").map(stem), meant] as const);

const isSaid = (phrase: readonly string[], words: readonly string[]): boolean => {
  const stems = words.map(stem);
  return stems.some((_, start) => phrase.every((part, offset) => stems[start + offset] === part));
};
