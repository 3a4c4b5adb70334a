/** A product of the shop that the site sells: its page is where visitors land. */
export interface Product {
  readonly title: string;
  readonly handle: string;
  readonly category: string;
  /** Euros. */
  readonly price: number;
  /** Relative. */
  readonly popularity: number;
}

type Row = readonly [title: string, handle: string, price: number, popularity: number];
const goods = (category: string, rows: readonly Row[]): readonly Product[] =>
  rows.map(([title, handle, price, popularity]) => ({ title, handle, category, price, popularity }));

/** Handles and prices are those of the imaginary shop "Nordlicht Tee", of which other simulators tell, too. */
export const products: readonly Product[] = [
  ...goods("Schwarztee", [
    ["Ostfriesen Blattmischung", "ostfriesen-blattmischung", 7.9, 9],
    ["Assam Mokalbari", "assam-mokalbari", 8.9, 6],
    ["Darjeeling First Flush", "darjeeling-first-flush", 16.9, 7],
    ["Earl Grey Nordlicht", "earl-grey-nordlicht", 8.9, 8],
    ["Hamburger Hafenmischung", "hamburger-hafenmischung", 8.5, 5],
  ]),
  ...goods("Grüntee", [
    ["Sencha Uji", "sencha-uji", 12.9, 8],
    ["Gyokuro Asahi", "gyokuro-asahi", 34.9, 3],
    ["Genmaicha", "genmaicha", 10.9, 5],
    ["Jasmin Drachenperlen", "jasmin-drachenperlen", 24.9, 5],
    ["Matcha Zeremonie", "matcha-zeremonie", 69, 6],
  ]),
  ...goods("Kräutertee", [
    ["Friesische Minze", "friesische-minze", 6.9, 7],
    ["Abendruhe", "abendruhe", 7.9, 7],
    ["Ingwer Zitrone", "ingwer-zitrone", 7.5, 8],
  ]),
  ...goods("Früchtetee", [
    ["Rote Grütze", "rote-gruetze", 6.9, 6],
    ["Sanddorn Küste", "sanddorn-kueste", 7.5, 6],
    ["Winterapfel", "winterapfel", 6.9, 6],
  ]),
  ...goods("Rooibos", [["Rooibos Vanille", "rooibos-vanille", 6.9, 6]]),
  ...goods("Oolong und Weiß", [["Milky Oolong", "milky-oolong", 15.9, 4]]),
  ...goods("Geschirr", [
    ["Teekanne Sylt 1,2 l", "teekanne-sylt", 49.9, 4],
    ["Teebecher Leuchtturm", "teebecher-leuchtturm", 14.9, 6],
    ["Matchaschale", "matchaschale", 24.9, 2],
  ]),
  ...goods("Zubehör", [
    ["Papierfilter 100 Stück", "papierfilter", 3.9, 7],
    ["Matchabesen", "matchabesen", 18.9, 3],
    ["Kandis Weiß 500 g", "kandis-weiss", 4.5, 7],
  ]),
  ...goods("Geschenk", [
    ["Probierset Nordlicht", "probierset-nordlicht", 24.9, 8],
    ["Adventskalender Tee", "adventskalender-tee", 34.9, 5],
    ["Geschenkbox Ostfriesland", "geschenkbox-ostfriesland", 39.9, 4],
  ]),
];

/** A page that visitors land on. */
export interface Page {
  readonly path: string;
  readonly title: string;
  readonly weight: number;
  readonly product?: Product;
}

const editorial: readonly Page[] = [
  { path: "/", title: "Nordlicht Tee", weight: 60 },
  { path: "/collections/schwarztee", title: "Schwarztee", weight: 24 },
  { path: "/collections/gruentee", title: "Grüntee", weight: 18 },
  { path: "/collections/geschenke", title: "Geschenke", weight: 16 },
  { path: "/blogs/teewissen/ostfriesentee-zubereiten", title: "Ostfriesentee zubereiten", weight: 20 },
  { path: "/blogs/teewissen/matcha-fuer-anfaenger", title: "Matcha für Anfänger", weight: 18 },
  { path: "/blogs/teewissen/gruener-tee-temperatur", title: "Grüner Tee: die Temperatur", weight: 12 },
];

/** Every page of the site. */
export const pages: readonly Page[] = [
  ...editorial,
  ...products.map((product) => ({
    path: `/products/${product.handle}`,
    title: product.title,
    weight: product.popularity / 2,
    product,
  })),
];

/** Where a visit came from. */
export interface Source {
  readonly source: string;
  readonly medium: string;
  readonly campaign: string;
  readonly channel: string;
  readonly weight: number;
  /** Share of purchases against the average. */
  readonly worth: number;
}

/** Where visits come from. */
export const sources: readonly Source[] = [
  { source: "google", medium: "organic", campaign: "(organic)", channel: "Organic Search", weight: 38, worth: 1 },
  { source: "(direct)", medium: "(none)", campaign: "(direct)", channel: "Direct", weight: 22, worth: 1.3 },
  { source: "google", medium: "cpc", campaign: "marke", channel: "Paid Search", weight: 12, worth: 1.2 },
  { source: "bing", medium: "organic", campaign: "(organic)", channel: "Organic Search", weight: 8, worth: 0.9 },
  { source: "newsletter", medium: "email", campaign: "teebrief", channel: "Email", weight: 11, worth: 2.2 },
  { source: "instagram", medium: "social", campaign: "(referral)", channel: "Organic Social", weight: 9, worth: 0.4 },
];

/** A place that visitors live in. */
export interface Place {
  readonly country: string;
  readonly countryId: string;
  readonly city: string;
  readonly weight: number;
}

/** Places that visitors live in. */
export const places: readonly Place[] = [
  { country: "Germany", countryId: "DE", city: "Hamburg", weight: 30 },
  { country: "Germany", countryId: "DE", city: "Berlin", weight: 18 },
  { country: "Germany", countryId: "DE", city: "Leer", weight: 12 },
  { country: "Germany", countryId: "DE", city: "Munich", weight: 10 },
  { country: "Germany", countryId: "DE", city: "(not set)", weight: 6 },
  { country: "Austria", countryId: "AT", city: "Vienna", weight: 9 },
  { country: "Switzerland", countryId: "CH", city: "Zurich", weight: 6 },
  { country: "Netherlands", countryId: "NL", city: "Groningen", weight: 4 },
  { country: "Denmark", countryId: "DK", city: "Aarhus", weight: 2 },
  { country: "United States", countryId: "US", city: "(not set)", weight: 3 },
];

/** A kind of device. */
export interface Device {
  readonly category: string;
  readonly os: string;
  readonly browser: string;
  readonly weight: number;
}

/** Devices that visitors use. */
export const devices: readonly Device[] = [
  { category: "mobile", os: "Android", browser: "Chrome", weight: 31 },
  { category: "mobile", os: "iOS", browser: "Safari", weight: 26 },
  { category: "desktop", os: "Windows", browser: "Chrome", weight: 20 },
  { category: "desktop", os: "Windows", browser: "Firefox", weight: 8 },
  { category: "desktop", os: "Macintosh", browser: "Safari", weight: 9 },
  { category: "tablet", os: "iOS", browser: "Safari", weight: 6 },
];

/** Facts of the property. */
export const site = {
  accountId: "100200300",
  accountName: "Nordlicht",
  propertyId: "470100200",
  propertyName: "Nordlicht Tee",
  streamId: "5501",
  measurementId: "G-NORDLICHT1",
  url: "https://nordlicht-tee.example",
  host: "nordlicht-tee.example",
  owner: "wiebke@nordlicht-tee.example",
  timeZone: "Europe/Berlin",
  currency: "EUR",
  /** First day that there are figures of. */
  firstDay: "2025-07-20",
  projectNumber: "424242424242",
} as const;
