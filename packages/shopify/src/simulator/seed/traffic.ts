/** A page that visitors land on. */
export interface LandingPage {
  readonly path: string;
  /** Share of visits, relative. */
  readonly weight: number;
}

/** Where visits begin. */
export const landingPages: readonly LandingPage[] = [
  { path: "/", weight: 30 },
  { path: "/collections/schwarztee", weight: 12 },
  { path: "/collections/gruentee", weight: 9 },
  { path: "/collections/geschenke", weight: 8 },
  { path: "/blogs/teewissen/ostfriesentee-zubereiten", weight: 10 },
  { path: "/blogs/teewissen/matcha-fuer-anfaenger", weight: 9 },
  { path: "/blogs/teewissen/gruener-tee-temperatur", weight: 6 },
  { path: "/products/probierset-nordlicht", weight: 6 },
  { path: "/products/ostfriesen-blattmischung", weight: 4 },
  { path: "/products/matcha-zeremonie", weight: 4 },
  { path: "/products/adventskalender-tee", weight: 2 },
];

/** A source that visitors come from. */
export interface TrafficSource {
  readonly source: string;
  readonly medium: string | null;
  readonly referrer: string | null;
  readonly campaign: string | null;
  readonly weight: number;
}

/** Where visitors come from. */
export const trafficSources: readonly TrafficSource[] = [
  { source: "google", medium: "organic", referrer: "https://www.google.com/", campaign: null, weight: 38 },
  { source: "direct", medium: null, referrer: null, campaign: null, weight: 22 },
  { source: "google", medium: "cpc", referrer: "https://www.google.com/", campaign: "marke", weight: 12 },
  { source: "bing", medium: "organic", referrer: "https://www.bing.com/", campaign: null, weight: 8 },
  { source: "newsletter", medium: "email", referrer: null, campaign: "teebrief", weight: 11 },
  { source: "instagram", medium: "social", referrer: "https://l.instagram.com/", campaign: null, weight: 9 },
];
