/** Origin of the imaginary tea shop. */
export const shopOrigin = "https://nordlicht-tee.example";

/** Its host. */
export const shopHost = "nordlicht-tee.example";

/** A product page: handle, name, and how much it is looked for, relative. */
export type ShopProduct = readonly [handle: string, title: string, popularity: number];

const teas: Readonly<Record<string, readonly ShopProduct[]>> = {
  schwarztee: [
    ["ostfriesen-blattmischung", "Ostfriesen Blattmischung", 9],
    ["assam-mokalbari", "Assam Mokalbari", 6],
    ["darjeeling-first-flush", "Darjeeling First Flush", 7],
    ["darjeeling-second-flush", "Darjeeling Second Flush", 4],
    ["ceylon-uva", "Ceylon Uva", 3],
    ["earl-grey-nordlicht", "Earl Grey Nordlicht", 8],
    ["english-breakfast", "English Breakfast", 5],
    ["lapsang-souchong", "Lapsang Souchong", 2],
    ["keemun-kongfu", "Keemun Kongfu", 2],
    ["hamburger-hafenmischung", "Hamburger Hafenmischung", 5],
  ],
  gruentee: [
    ["sencha-uji", "Sencha Uji", 8],
    ["gyokuro-asahi", "Gyokuro Asahi", 3],
    ["genmaicha", "Genmaicha", 5],
    ["bancha", "Bancha", 3],
    ["jasmin-drachenperlen", "Jasmin Drachenperlen", 5],
    ["lung-ching", "Lung Ching", 3],
    ["gunpowder", "Gunpowder", 3],
    ["matcha-zeremonie", "Matcha Zeremonie", 6],
  ],
  kraeutertee: [
    ["friesische-minze", "Friesische Minze", 7],
    ["kamille-ganze-bluete", "Kamille Ganze Blüte", 5],
    ["abendruhe", "Abendruhe", 7],
    ["ingwer-zitrone", "Ingwer Zitrone", 8],
    ["salbei-dalmatien", "Salbei Dalmatien", 2],
    ["fenchel-anis-kuemmel", "Fenchel Anis Kümmel", 4],
    ["bergkraeuter", "Bergkräuter", 3],
    ["brennnessel", "Brennnessel", 2],
  ],
  fruechtetee: [
    ["rote-gruetze", "Rote Grütze", 6],
    ["sanddorn-kueste", "Sanddorn Küste", 6],
    ["winterapfel", "Winterapfel", 6],
    ["waldbeere", "Waldbeere", 4],
    ["hibiskus-pur", "Hibiskus Pur", 2],
    ["pfirsich-maracuja", "Pfirsich Maracuja", 3],
  ],
};

const others: readonly ShopProduct[] = [
  ["rooibos-natur", "Rooibos Natur", 4],
  ["rooibos-vanille", "Rooibos Vanille", 6],
  ["rooibos-karamell", "Rooibos Karamell", 5],
  ["honeybush-orange", "Honeybush Orange", 2],
  ["tie-guan-yin", "Tie Guan Yin", 3],
  ["milky-oolong", "Milky Oolong", 4],
  ["pai-mu-tan", "Pai Mu Tan", 3],
  ["silbernadel", "Silbernadel", 1],
  ["pu-erh-yunnan", "Pu-Erh Yunnan", 2],
];

const goods: Readonly<Record<string, readonly ShopProduct[]>> = {
  zubehoer: [
    ["teekanne-sylt", "Teekanne Sylt", 4],
    ["gusseisenkanne-kiel", "Gusseisenkanne Kiel", 2],
    ["teebecher-leuchtturm", "Teebecher Leuchtturm", 6],
    ["ostfriesische-teetasse", "Ostfriesische Teetasse", 5],
    ["matchaschale", "Matchaschale", 2],
    ["stoevchen-messing", "Stövchen Messing", 3],
    ["thermobecher-nordsee", "Thermobecher Nordsee", 4],
    ["teesieb-edelstahl", "Teesieb Edelstahl", 6],
    ["papierfilter", "Papierfilter", 7],
    ["matchabesen", "Matchabesen", 3],
    ["teedose-anker", "Teedose Anker", 5],
    ["teeloeffelmass", "Teelöffelmaß", 3],
    ["kandis-weiss", "Kandis Weiß", 7],
    ["kluntje-braun", "Kluntje Braun", 5],
    ["heidehonig", "Heidehonig", 4],
  ],
  geschenke: [
    ["probierset-nordlicht", "Probierset Nordlicht", 8],
    ["adventskalender-tee", "Adventskalender Tee", 5],
    ["geschenkbox-ostfriesland", "Geschenkbox Ostfriesland", 4],
    ["geschenkbox-matcha", "Geschenkbox Matcha", 2],
  ],
};

/** Products by the collection that their page links up to; the last ones have none of their own. */
export const shopProducts: readonly (readonly [collection: string | undefined, products: readonly ShopProduct[]])[] = [
  ...Object.entries(teas),
  [undefined, others],
  ...Object.entries(goods),
];

/** Collections: handle, name, weight. */
export const shopCollections: readonly ShopProduct[] = [
  ["schwarztee", "Schwarztee", 12],
  ["gruentee", "Grüntee", 9],
  ["kraeutertee", "Kräutertee", 7],
  ["fruechtetee", "Früchtetee", 6],
  ["zubehoer", "Teezubehör", 5],
  ["geschenke", "Tee Geschenke", 8],
];

/** Articles: handle, weight, what people ask. */
export const shopArticles: readonly (readonly [handle: string, weight: number, questions: readonly string[]])[] = [
  [
    "ostfriesentee-zubereiten",
    10,
    [
      "ostfriesentee zubereiten",
      "wie trinkt man ostfriesentee",
      "ostfriesische teezeremonie",
      "was ist ein kluntje",
      "ostfriesentee mit sahne",
    ],
  ],
  [
    "matcha-fuer-anfaenger",
    9,
    ["matcha zubereiten", "matcha für anfänger", "wie viel matcha pro tasse", "matcha ohne besen", "was ist matcha"],
  ],
  [
    "gruener-tee-temperatur",
    6,
    ["grüner tee temperatur", "wie heiß grüner tee", "warum wird grüner tee bitter", "sencha temperatur"],
  ],
];

/** What people type who know the shop. */
export const brandQueries: readonly (readonly [query: string, weight: number])[] = [
  ["nordlicht tee", 30],
  ["nordlicht tee hamburg", 8],
  ["nordlicht tee leer", 4],
  ["nordlicht tee gutschein", 5],
  ["nordlichttee", 6],
];

/** Where searches come from: ISO 3166-1 alpha-3, share. */
export const countryShares: readonly (readonly [country: string, share: number])[] = [
  ["deu", 62],
  ["aut", 12],
  ["che", 9],
  ["nld", 6],
  ["dnk", 4],
  ["usa", 4],
  ["gbr", 3],
];

/** On what. */
export const deviceShares: readonly (readonly [device: string, share: number])[] = [
  ["MOBILE", 58],
  ["DESKTOP", 36],
  ["TABLET", 6],
];
