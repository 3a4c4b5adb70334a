import { stem, stemsOf, toTerms, wordsOf } from "./search-terms.js";

/** How people speak of a connector. Commas part phrases. */
interface Domain {
  /** What it is called: whoever says it means it, and it says nothing else. */
  readonly names: string;
  /** Everyday names that are words of its operations, too. */
  readonly nicknames: string;
  /** Things that mostly it has: hints only. */
  readonly things: string;
}

/** By connector id. */
const domains: Readonly<Record<string, Domain>> = {
  shopify: {
    names: "shopify",
    nicknames: "shop, store, webshop",
    things:
      "order, customer, buyer, shopper, client, guest, product, article, goods, stock, inventory, warehouse, depot, sku, barcode, price, parcel, package, " +
      "shipment, ship, courier, carrier, deliver, delivery, dispatch, tracking, refund, money back, reimburse, invoice, quote, quotation, draft order, " +
      "discount, voucher, coupon, promotion, promo code, variant, size, colour, sale, sell, sold, purchase, paid, cash, payment, shelf, catalogue, " +
      "metafield, metaobject, graphql, webhook",
  },
  "zoho-mail": {
    names: "zoho, zoho mail",
    nicknames: "mail, email, e mail, inbox, mailbox",
    things:
      "message, folder, attachment, attach, signature, thread, conversation, reply, write back, forward, spam, junk, newsletter, unread, trash, bin, remind, " +
      "reminder, todo, to do, task, note, write to, subject, sender, draft, pdf, cc, letter, star",
  },
  gsc: {
    names: "gsc, search console, google search console, google, google search",
    nicknames: "google index, googlebot",
    things:
      "rank, ranking, indexed, index, sitemap, rich result, snippet, impression, ctr, search result, canonical, search click",
  },
  "bing-wmt": {
    names: "bing, bing webmaster tool, webmaster tool",
    nicknames: "bingbot, indexnow, IndexNow",
    things: "microsoft, backlink, crawl, crawler, inbound link, link to us, query parameter, sitemap, webmaster",
  },
  ga4: {
    names: "ga4, ga 4, google analytics, analytics",
    nicknames: "measurement protocol, google ads, adwords",
    things:
      "visitor, visit, session, bounce, bounce rate, funnel, event, conversion, goal, key event, audience, cohort, realtime, right now, on the site, " +
      "on the website, channel, campaign, pageview, dimension, metric, data stream, measurement, retention, landing page, attribution, device, report, " +
      "property, ads, engagement, sign up, parameter",
  },
};

/** What a mention of each kind counts for: a thing is a hint, a nickname outweighs some of them, a name all. */
const voteOf = { names: 10, nicknames: 3, things: 1 } as const;

interface Mention {
  readonly connector: string;
  readonly kind: keyof typeof voteOf;
}

/** Every phrase with whom it speaks for; longest first, so that "Google Ads" is not taken for "Google". */
const phrases: readonly (readonly [phrase: readonly string[], mentions: readonly Mention[]])[] = (() => {
  const all = new Map<string, Mention[]>();
  for (const [connector, domain] of Object.entries(domains))
    for (const kind of ["names", "nicknames", "things"] as const)
      for (const phrase of domain[kind].split(",")) {
        const key = stemsOf(phrase).join(" ");
        all.set(key, [...(all.get(key) ?? []), { connector, kind }]);
      }
  return [...all].map(([key, mentions]) => [key.split(" "), mentions] as const).sort(([a], [b]) => b.length - a.length);
})();

/** What a query says of connectors. */
export interface Spoken {
  /** Votes for each connector that is spoken of, by id. */
  readonly votes: ReadonlyMap<string, number>;
  /** The query without names, which are on most of their connector's operations; as it was if nothing else is in it. */
  readonly rest: string;
}

/** Finds what a query says of connectors. */
export const spokenOf = (query: string): Spoken => {
  const words = wordsOf(query);
  const stems: (string | undefined)[] = words.map(stem);
  const votes = new Map<string, number>();
  const names = new Set<number>();
  for (const [phrase, mentions] of phrases) {
    const start = stems.findIndex((_, at) => phrase.every((part, offset) => stems[at + offset] === part));
    if (start < 0) continue;
    for (const [offset] of phrase.entries()) {
      stems[start + offset] = undefined;
      if (mentions.some(({ kind }) => kind === "names")) names.add(start + offset);
    }
    for (const { connector, kind } of mentions) votes.set(connector, (votes.get(connector) ?? 0) + voteOf[kind]);
  }
  const rest = words.filter((_, at) => !names.has(at)).join(" ");
  return { votes, rest: toTerms(rest).length > 0 ? rest : query };
};

/** How much a connector counts that a query does not speak of, and the one that it speaks of most. */
const least = 0.4;
const most = 1.6;

/**
 * How likely a query with these votes means something of these connectors: 1 when it speaks of none. What joins several
 * is as likely as they are on average: a query that names one of them mostly means that one alone.
 */
export const likelihoodOf = (connectors: readonly string[], votes: Spoken["votes"]): number => {
  if (votes.size === 0) return 1;
  const ours = connectors.reduce((sum, id) => sum + (votes.get(id) ?? 0), 0) / connectors.length;
  return least + ((most - least) * ours) / Math.max(...votes.values());
};
