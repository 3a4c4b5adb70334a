/** A page of the shop. */
export interface SeedPage {
  /** Without the host. */
  readonly path: string;
  readonly title: string;
  /** Share of visits, relative. */
  readonly weight: number;
  /** Words that people find it by; the first is the most frequent. */
  readonly queries: readonly string[];
  /** Visited mostly before Christmas. */
  readonly isSeasonal?: boolean;
}

type Row = readonly [handle: string, title: string, popularity: number];

/** Products by their handles: the same as in the shop itself. */
const products: readonly Row[] = [
  ["ostfriesen-blattmischung", "Ostfriesen Blattmischung", 9],
  ["assam-mokalbari", "Assam Mokalbari", 6],
  ["darjeeling-first-flush", "Darjeeling First Flush", 7],
  ["darjeeling-second-flush", "Darjeeling Second Flush", 4],
  ["ceylon-uva", "Ceylon Uva", 3],
  ["earl-grey-nordlicht", "Earl Grey Nordlicht", 8],
  ["english-breakfast", "English Breakfast", 5],
  ["lapsang-souchong", "Lapsang Souchong", 2],
  ["hamburger-hafenmischung", "Hamburger Hafenmischung", 5],
  ["sencha-uji", "Sencha Uji", 8],
  ["gyokuro-asahi", "Gyokuro Asahi", 3],
  ["genmaicha", "Genmaicha", 5],
  ["bancha", "Bancha", 3],
  ["jasmin-drachenperlen", "Jasmin Drachenperlen", 5],
  ["gunpowder", "Gunpowder", 3],
  ["matcha-zeremonie", "Matcha Zeremonie", 6],
  ["friesische-minze", "Friesische Minze", 7],
  ["kamille-ganze-bluete", "Kamille Ganze Blüte", 5],
  ["abendruhe", "Abendruhe", 7],
  ["ingwer-zitrone", "Ingwer Zitrone", 8],
  ["fenchel-anis-kuemmel", "Fenchel Anis Kümmel", 4],
  ["rote-gruetze", "Rote Grütze", 6],
  ["sanddorn-kueste", "Sanddorn Küste", 6],
  ["winterapfel", "Winterapfel", 6],
  ["hibiskus-pur", "Hibiskus Pur", 2],
  ["rooibos-vanille", "Rooibos Vanille", 6],
  ["rooibos-karamell", "Rooibos Karamell", 5],
  ["tie-guan-yin", "Tie Guan Yin", 3],
  ["milky-oolong", "Milky Oolong", 4],
  ["pai-mu-tan", "Pai Mu Tan", 3],
  ["teekanne-sylt", "Teekanne Sylt", 4],
  ["teebecher-leuchtturm", "Teebecher Leuchtturm", 6],
  ["stoevchen-messing", "Stövchen Messing", 3],
  ["teesieb-edelstahl", "Teesieb Edelstahl", 6],
  ["matchabesen", "Matchabesen", 3],
  ["kandis-weiss", "Kandis Weiß", 7],
  ["kluntje-braun", "Kluntje Braun", 5],
  ["probierset-nordlicht", "Probierset Nordlicht", 8],
  ["adventskalender-tee", "Adventskalender Tee", 5],
  ["geschenkbox-ostfriesland", "Geschenkbox Ostfriesland", 4],
  ["geschenkbox-matcha", "Geschenkbox Matcha", 2],
];

const landingPages: readonly SeedPage[] = [
  { path: "/", title: "Nordlicht Tee", weight: 30, queries: ["nordlicht tee", "tee online kaufen", "teeladen leer"] },
  {
    path: "/collections/schwarztee",
    title: "Schwarztee",
    weight: 12,
    queries: ["schwarztee kaufen", "loser schwarztee"],
  },
  { path: "/collections/gruentee", title: "Grüntee", weight: 9, queries: ["grüner tee kaufen", "japanischer grüntee"] },
  { path: "/collections/geschenke", title: "Geschenke", weight: 8, queries: ["tee geschenk"], isSeasonal: true },
  {
    path: "/blogs/teewissen/ostfriesentee-zubereiten",
    title: "Ostfriesentee zubereiten",
    weight: 10,
    queries: ["ostfriesentee zubereiten", "ostfriesische teezeremonie"],
  },
  {
    path: "/blogs/teewissen/matcha-fuer-anfaenger",
    title: "Matcha für Anfänger",
    weight: 9,
    queries: ["matcha zubereiten", "matcha für anfänger"],
  },
  {
    path: "/blogs/teewissen/gruener-tee-temperatur",
    title: "Grüner Tee: die richtige Temperatur",
    weight: 6,
    queries: ["grüner tee temperatur"],
  },
];

/** Every page that search engines know of the shop. */
export const seedPages: readonly SeedPage[] = [
  ...landingPages,
  ...products.map(([handle, title, popularity]) => ({
    path: `/products/${handle}`,
    title,
    weight: popularity / 2,
    queries: [`${title.toLowerCase()} kaufen`, title.toLowerCase()],
    isSeasonal: handle.startsWith("geschenkbox") || handle.startsWith("adventskalender"),
  })),
];

/** A page that the crawler had trouble with, by Bing's bit mask. */
export interface SeedIssue {
  readonly path: string;
  readonly status: number;
  readonly issues: number;
  readonly inLinks: number;
}

/** Pages with trouble. */
export const seedIssues: readonly SeedIssue[] = [
  { path: "/products/bancha-alt", status: 404, issues: 4, inLinks: 3 },
  { path: "/products/kiwi-melone", status: 404, issues: 4, inLinks: 1 },
  { path: "/pages/katalog-2024", status: 404, issues: 4, inLinks: 7 },
  { path: "/products/earl-grey", status: 301, issues: 1, inLinks: 5 },
  { path: "/collections/neu", status: 302, issues: 2, inLinks: 0 },
  { path: "/search", status: 0, issues: 16 + 64, inLinks: 12 },
  { path: "/checkout", status: 0, issues: 16, inLinks: 0 },
  { path: "/blogs/teewissen/teestunde", status: 503, issues: 8, inLinks: 2 },
  { path: "/products/langsame-seite", status: 0, issues: 256, inLinks: 1 },
];

/** The addresses that the simulated account is about. */
export const nordlichtSites = {
  /** Verified, with data. */
  shop: "https://nordlicht-tee.example/",
  /** Verified yesterday: Bing has nothing of it yet. */
  fresh: "https://www.nordlicht-tee.example/",
  /** Not verified; written without a slash at its end. */
  unverified: "http://laden.nordlicht-tee.example",
  host: "nordlicht-tee.example",
} as const;
