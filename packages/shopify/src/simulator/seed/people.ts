/** First names of customers. */
export const firstNames = [
  "Anke",
  "Bernd",
  "Carla",
  "Dirk",
  "Elif",
  "Femke",
  "Gesa",
  "Hauke",
  "Imke",
  "Jan",
  "Katrin",
  "Lars",
  "Maren",
  "Nils",
  "Oke",
  "Petra",
  "Ralf",
  "Silke",
  "Thies",
  "Ulrike",
  "Volker",
  "Wiebke",
  "Yusuf",
  "Zoe",
  "Antje",
  "Björn",
  "Frauke",
  "Henning",
  "Jörg",
  "Svenja",
] as const;

/** Last names of customers. */
export const lastNames = [
  "Ahrens",
  "Behrens",
  "Carstens",
  "Detlefsen",
  "Ebert",
  "Feddersen",
  "Gerdes",
  "Hansen",
  "Ihnen",
  "Janssen",
  "Kruse",
  "Lorenzen",
  "Martens",
  "Nissen",
  "Oltmanns",
  "Petersen",
  "Quast",
  "Redenius",
  "Schröder",
  "Tjarks",
  "Ulrichs",
  "Voss",
  "Wegener",
  "Yilmaz",
  "Zander",
] as const;

/** A town with its post code. */
interface Town {
  readonly city: string;
  readonly zip: string;
  readonly province: string;
  readonly provinceCode: string;
  readonly country: string;
  readonly countryCode: string;
}

const town = (city: string, zip: string, province: string, provinceCode: string): Town => ({
  city,
  zip,
  province,
  provinceCode,
  country: "Germany",
  countryCode: "DE",
});

/** Where customers live. */
export const towns: readonly Town[] = [
  town("Hamburg", "22765", "Hamburg", "HH"),
  town("Bremen", "28203", "Bremen", "HB"),
  town("Oldenburg", "26122", "Lower Saxony", "NI"),
  town("Leer", "26789", "Lower Saxony", "NI"),
  town("Kiel", "24103", "Schleswig-Holstein", "SH"),
  town("Lübeck", "23552", "Schleswig-Holstein", "SH"),
  town("Berlin", "10437", "Berlin", "BE"),
  town("Leipzig", "04229", "Saxony", "SN"),
  town("Köln", "50672", "North Rhine-Westphalia", "NW"),
  town("Münster", "48143", "North Rhine-Westphalia", "NW"),
  town("München", "80469", "Bavaria", "BY"),
  town("Stuttgart", "70178", "Baden-Württemberg", "BW"),
  { city: "Wien", zip: "1070", province: "Vienna", provinceCode: "AT-9", country: "Austria", countryCode: "AT" },
  { city: "Zürich", zip: "8004", province: "Zurich", provinceCode: "ZH", country: "Switzerland", countryCode: "CH" },
];

/** Streets without number. */
export const streets = [
  "Deichstraße",
  "Am Markt",
  "Kirchweg",
  "Lindenallee",
  "Hafenstraße",
  "Mühlenweg",
  "Gartenstraße",
  "Feldstraße",
  "Schulweg",
  "Birkenweg",
] as const;
