/** First names of customers. */
export const firstNames: readonly string[] = (
  "Anke Bernd Carla Dirk Elif Femke Gesa Hauke Imke Jan Katrin Lars Maren Nils Oke Petra Ralf Silke Thies Ulrike " +
  "Volker Wiebke Yusuf Zoe Antje Björn Frauke Henning Jörg Svenja"
).split(" ");

/** Last names of customers. */
export const lastNames: readonly string[] = (
  "Ahrens Behrens Carstens Detlefsen Ebert Feddersen Gerdes Hansen Ihnen Janssen Kruse Lorenzen Martens Nissen " +
  "Oltmanns Petersen Quast Redenius Schröder Tjarks Ulrichs Voss Wegener Yilmaz Zander"
).split(" ");

/** Where customers live, with the share of them, relative. */
export const towns: readonly (readonly [city: string, weight: number])[] = [
  ...["Hamburg", "Bremen", "Oldenburg", "Leer", "Kiel", "Lübeck"].map((city) => [city, 8] as const),
  ...["Berlin", "Leipzig", "Köln", "Münster", "München", "Stuttgart"].map((city) => [city, 8] as const),
  ["Wien", 3],
  ["Zürich", 3],
];

/** The part of an e-mail address that a name gives: `jörg` → `joerg`. */
export const toAddressPart = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .replaceAll(/[^a-z0-9]+/g, "-");
