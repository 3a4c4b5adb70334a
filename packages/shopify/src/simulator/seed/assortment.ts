/** A product of the shop; prices in cents, sizes become variants. */
export interface SeedProduct {
  readonly title: string;
  readonly handle: string;
  readonly type: string;
  readonly tags: readonly string[];
  /** Text of each variant and its price in cents. */
  readonly sizes: readonly (readonly [size: string, cents: number])[];
  /** Share of orders, relative. */
  readonly popularity: number;
}

const teaSizes = (hundredGrams: number): SeedProduct["sizes"] => [
  ["50 g", Math.round(hundredGrams * 0.58)],
  ["100 g", hundredGrams],
  ["250 g", Math.round(hundredGrams * 2.25)],
];

const one = (cents: number): SeedProduct["sizes"] => [["", cents]];

type Row = readonly [title: string, handle: string, centsPer100g: number, popularity: number];

const teas = (type: string, tags: readonly string[], rows: readonly Row[]): readonly SeedProduct[] =>
  rows.map(([title, handle, cents, popularity]) => ({
    title,
    handle,
    type,
    tags: ["tee", ...tags],
    sizes: teaSizes(cents),
    popularity,
  }));

const goods = (type: string, tags: readonly string[], rows: readonly Row[]): readonly SeedProduct[] =>
  rows.map(([title, handle, cents, popularity]) => ({ title, handle, type, tags, sizes: one(cents), popularity }));

/** All that the shop sells. */
export const products: readonly SeedProduct[] = [
  ...teas(
    "Schwarztee",
    ["schwarztee"],
    [
      ["Ostfriesen Blattmischung", "ostfriesen-blattmischung", 790, 9],
      ["Assam Mokalbari", "assam-mokalbari", 890, 6],
      ["Darjeeling First Flush", "darjeeling-first-flush", 1690, 7],
      ["Darjeeling Second Flush", "darjeeling-second-flush", 1390, 4],
      ["Ceylon Uva", "ceylon-uva", 850, 3],
      ["Earl Grey Nordlicht", "earl-grey-nordlicht", 890, 8],
      ["English Breakfast", "english-breakfast", 790, 5],
      ["Lapsang Souchong", "lapsang-souchong", 990, 2],
      ["Keemun Kongfu", "keemun-kongfu", 1290, 2],
      ["Hamburger Hafenmischung", "hamburger-hafenmischung", 850, 5],
    ],
  ),
  ...teas(
    "Grüntee",
    ["gruentee"],
    [
      ["Sencha Uji", "sencha-uji", 1290, 8],
      ["Gyokuro Asahi", "gyokuro-asahi", 3490, 3],
      ["Genmaicha", "genmaicha", 1090, 5],
      ["Bancha", "bancha", 790, 3],
      ["Jasmin Drachenperlen", "jasmin-drachenperlen", 2490, 5],
      ["Lung Ching", "lung-ching", 1990, 3],
      ["Gunpowder", "gunpowder", 690, 3],
      ["Matcha Zeremonie", "matcha-zeremonie", 6900, 6],
    ],
  ),
  ...teas(
    "Kräutertee",
    ["kraeutertee", "bio"],
    [
      ["Friesische Minze", "friesische-minze", 690, 7],
      ["Kamille Ganze Blüte", "kamille-ganze-bluete", 790, 5],
      ["Abendruhe", "abendruhe", 790, 7],
      ["Ingwer Zitrone", "ingwer-zitrone", 750, 8],
      ["Salbei Dalmatien", "salbei-dalmatien", 850, 2],
      ["Fenchel Anis Kümmel", "fenchel-anis-kuemmel", 650, 4],
      ["Bergkräuter", "bergkraeuter", 890, 3],
      ["Brennnessel", "brennnessel", 590, 2],
    ],
  ),
  ...teas(
    "Früchtetee",
    ["fruechtetee"],
    [
      ["Rote Grütze", "rote-gruetze", 690, 6],
      ["Sanddorn Küste", "sanddorn-kueste", 750, 6],
      ["Winterapfel", "winterapfel", 690, 6],
      ["Waldbeere", "waldbeere", 690, 4],
      ["Hibiskus Pur", "hibiskus-pur", 590, 2],
      ["Pfirsich Maracuja", "pfirsich-maracuja", 720, 3],
    ],
  ),
  ...teas(
    "Rooibos",
    ["rooibos"],
    [
      ["Rooibos Natur", "rooibos-natur", 590, 4],
      ["Rooibos Vanille", "rooibos-vanille", 690, 6],
      ["Rooibos Karamell", "rooibos-karamell", 720, 5],
      ["Honeybush Orange", "honeybush-orange", 790, 2],
    ],
  ),
  ...teas(
    "Oolong und Weiß",
    ["oolong"],
    [
      ["Tie Guan Yin", "tie-guan-yin", 1890, 3],
      ["Milky Oolong", "milky-oolong", 1590, 4],
      ["Pai Mu Tan", "pai-mu-tan", 1490, 3],
      ["Silbernadel", "silbernadel", 3900, 1],
      ["Pu-Erh Yunnan", "pu-erh-yunnan", 1190, 2],
    ],
  ),
  ...goods(
    "Geschirr",
    ["zubehoer", "geschirr"],
    [
      ["Teekanne Sylt 1,2 l", "teekanne-sylt", 4990, 4],
      ["Gusseisenkanne Kiel", "gusseisenkanne-kiel", 7990, 2],
      ["Teebecher Leuchtturm", "teebecher-leuchtturm", 1490, 6],
      ["Ostfriesische Teetasse", "ostfriesische-teetasse", 990, 5],
      ["Matchaschale", "matchaschale", 2490, 2],
      ["Stövchen Messing", "stoevchen-messing", 2990, 3],
      ["Thermobecher Nordsee", "thermobecher-nordsee", 2790, 4],
    ],
  ),
  ...goods(
    "Zubehör",
    ["zubehoer"],
    [
      ["Teesieb Edelstahl", "teesieb-edelstahl", 890, 6],
      ["Papierfilter 100 Stück", "papierfilter", 390, 7],
      ["Matchabesen", "matchabesen", 1890, 3],
      ["Teedose Anker", "teedose-anker", 1290, 5],
      ["Teelöffelmaß", "teeloeffelmass", 590, 3],
      ["Kandis Weiß 500 g", "kandis-weiss", 450, 7],
      ["Kluntje Braun 500 g", "kluntje-braun", 490, 5],
      ["Heidehonig 250 g", "heidehonig", 790, 4],
    ],
  ),
  ...goods(
    "Geschenk",
    ["geschenk"],
    [
      ["Probierset Nordlicht", "probierset-nordlicht", 2490, 8],
      ["Adventskalender Tee", "adventskalender-tee", 3490, 5],
      ["Geschenkbox Ostfriesland", "geschenkbox-ostfriesland", 3990, 4],
      ["Geschenkbox Matcha", "geschenkbox-matcha", 5990, 2],
    ],
  ),
];
