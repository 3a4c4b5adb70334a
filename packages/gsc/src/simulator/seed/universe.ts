import { brandQueries, shopArticles, shopCollections, shopOrigin, shopProducts } from "./shop.js";

/** A page that can be found. */
export interface SimulatedPage {
  readonly url: string;
  readonly kind: "home" | "collection" | "product" | "article";
  /** What its result may look like. */
  readonly appearances: readonly string[];
}

/** A search that shows pages of the shop. */
export interface SimulatedSearch {
  /** Absent: so few people make it that it is never told. */
  readonly query: string | undefined;
  /** Index of the page shown; with a second one, both are shown in one search. */
  readonly pages: readonly [first: number, second?: number];
  /** Impressions on an average day. */
  readonly volume: number;
  /** Clicks per impression on average. */
  readonly rate: number;
  readonly position: number;
  /** Month (1–12) in which it is made most, and how much more than on average. */
  readonly peak: readonly [month: number, strength: number];
}

/** Everything that can be found, and how. */
export interface Universe {
  readonly pages: readonly SimulatedPage[];
  readonly searches: readonly SimulatedSearch[];
  /** Every appearance that some page has. */
  readonly appearances: readonly string[];
}

const path = (kind: string, handle: string): string => `${shopOrigin}/${kind}/${handle}`;

/** The pages and searches of the imaginary shop; every seed has the same. */
export const createUniverse = (): Universe => {
  const pages: SimulatedPage[] = [];
  const searches: SimulatedSearch[] = [];
  const addPage = (page: SimulatedPage): number => pages.push(page) - 1;

  const home = addPage({ url: `${shopOrigin}/`, kind: "home", appearances: [] });
  for (const [query, weight] of brandQueries)
    searches.push({ query, pages: [home], volume: weight, rate: 0.35, position: 1.2, peak: [12, 0.3] });
  searches.push(rare(home, 12));

  const collections = new Map<string | undefined, number>();
  for (const [handle, name, weight] of shopCollections) {
    const page = addPage({ url: path("collections", handle), kind: "collection", appearances: [] });
    collections.set(handle, page);
    const word = name.toLowerCase();
    for (const [query, share] of [
      [`${word} kaufen`, 3],
      [`${word} online shop`, 1.5],
      [`loser ${word}`, 2],
    ] as const)
      searches.push({ query, pages: [page, home], volume: weight * share, rate: 0.03, position: 8, peak: [11, 0.4] });
    searches.push(rare(page, weight));
  }
  for (const [collection, products] of shopProducts)
    for (const [handle, title, popularity] of products) {
      const page = addPage({
        url: path("products", handle),
        kind: "product",
        appearances: popularity >= 3 ? ["PRODUCT_SNIPPETS", "MERCHANT_LISTINGS"] : ["PRODUCT_SNIPPETS"],
      });
      const month = handle.startsWith("adventskalender") ? 11 : handle.startsWith("geschenk") ? 12 : 1;
      const strength = month === 11 ? 4 : month === 12 ? 1.5 : 0.35;
      const add = (query: string, share: number, position: number, second?: number) =>
        searches.push({
          query,
          pages: second === undefined ? [page] : [page, second],
          volume: popularity * share,
          rate: 0.4 / (position + 3),
          position,
          peak: [month, strength],
        });
      const word = title.toLowerCase();
      add(word, 1.6, 5);
      add(`${word} kaufen`, 1, 3.5, collections.get(collection));
      add(`${word} test`, 0.4, 11);
      add(`${word} preis`, 0.3, 6);
      searches.push(rare(page, popularity * 1.4));
    }
  for (const [handle, weight, questions] of shopArticles) {
    const page = addPage({
      url: path("blogs/teewissen", handle),
      kind: "article",
      appearances: handle.startsWith("matcha") ? ["VIDEO"] : [],
    });
    questions.forEach((query, index) => {
      searches.push({
        query,
        pages: [page],
        volume: (weight * 6) / (index + 1),
        rate: 0.06,
        position: 3 + index,
        peak: [1, 0.4],
      });
    });
    searches.push(rare(page, weight * 4));
  }
  return { pages, searches, appearances: [...new Set(pages.flatMap(({ appearances }) => appearances))] };
};

const rare = (page: number, volume: number): SimulatedSearch => ({
  query: undefined,
  pages: [page],
  volume,
  rate: 0.05,
  position: 14,
  peak: [12, 0.3],
});
