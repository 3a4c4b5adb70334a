/** A product of the shop. */
export interface ShopProduct {
  readonly title: string;
  /** Texts of its variants; one empty text where there is only one. */
  readonly sizes: readonly string[];
  /** Share of orders, relative. */
  readonly popularity: number;
}

const tea = (rows: readonly (readonly [string, number])[]): readonly ShopProduct[] =>
  rows.map(([title, popularity]) => ({ title, sizes: ["50 g", "100 g", "250 g"], popularity }));
const goods = (rows: readonly (readonly [string, number])[]): readonly ShopProduct[] =>
  rows.map(([title, popularity]) => ({ title, sizes: [""], popularity }));

const products: readonly ShopProduct[] = [
  ...tea([
    ["Ostfriesen Blattmischung", 9],
    ["Assam Mokalbari", 6],
    ["Darjeeling First Flush", 7],
    ["Darjeeling Second Flush", 4],
    ["Ceylon Uva", 3],
    ["Earl Grey Nordlicht", 8],
    ["English Breakfast", 5],
    ["Lapsang Souchong", 2],
    ["Keemun Kongfu", 2],
    ["Hamburger Hafenmischung", 5],
    ["Sencha Uji", 8],
    ["Gyokuro Asahi", 3],
    ["Genmaicha", 5],
    ["Bancha", 3],
    ["Jasmin Drachenperlen", 5],
    ["Lung Ching", 3],
    ["Gunpowder", 3],
    ["Matcha Zeremonie", 6],
    ["Friesische Minze", 7],
    ["Kamille Ganze Blüte", 5],
    ["Abendruhe", 7],
    ["Ingwer Zitrone", 8],
    ["Salbei Dalmatien", 2],
    ["Fenchel Anis Kümmel", 4],
    ["Bergkräuter", 3],
    ["Brennnessel", 2],
    ["Rote Grütze", 6],
    ["Sanddorn Küste", 6],
    ["Winterapfel", 6],
    ["Waldbeere", 4],
    ["Hibiskus Pur", 2],
    ["Pfirsich Maracuja", 3],
    ["Rooibos Natur", 4],
    ["Rooibos Vanille", 6],
    ["Rooibos Karamell", 5],
    ["Honeybush Orange", 2],
    ["Tie Guan Yin", 3],
    ["Milky Oolong", 4],
    ["Pai Mu Tan", 3],
    ["Silbernadel", 1],
    ["Pu-Erh Yunnan", 2],
  ]),
  ...goods([
    ["Teekanne Sylt 1,2 l", 4],
    ["Gusseisenkanne Kiel", 2],
    ["Teebecher Leuchtturm", 6],
    ["Ostfriesische Teetasse", 5],
    ["Matchaschale", 2],
    ["Stövchen Messing", 3],
    ["Thermobecher Nordsee", 4],
    ["Teesieb Edelstahl", 6],
    ["Papierfilter 100 Stück", 7],
    ["Matchabesen", 3],
    ["Teedose Anker", 5],
    ["Teelöffelmaß", 3],
    ["Kandis Weiß 500 g", 7],
    ["Kluntje Braun 500 g", 5],
    ["Heidehonig 250 g", 4],
    ["Probierset Nordlicht", 8],
    ["Adventskalender Tee", 5],
    ["Geschenkbox Ostfriesland", 4],
    ["Geschenkbox Matcha", 2],
  ]),
];

/** The imaginary tea shop that every simulator tells of, as far as its mailbox knows it. */
export const nordlichtTee = {
  name: "Nordlicht Tee",
  domain: "nordlicht-tee.example",
  owner: { firstName: "Wiebke", lastName: "Janssen", email: "wiebke.janssen@nordlicht-tee.example" },
  /** The mailbox that is simulated. */
  email: "hallo@nordlicht-tee.example",
  aliases: ["bestellung@nordlicht-tee.example"],
  timezone: "Europe/Berlin",
  country: "de",
  /** First and last day of the order history that every seed covers. */
  historyStart: "2025-07-20",
  historyEnd: "2026-11-20",
  /** First day that the mailbox keeps mail of. */
  mailStart: "2026-06-01",
  orderCount: 600,
  customerCount: 250,
  products,
} as const;
