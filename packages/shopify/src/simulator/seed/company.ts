import { products } from "./assortment.js";
import { landingPages, trafficSources } from "./traffic.js";

/** The shop's currency. */
export const shopCurrency = "EUR";

/** The imaginary tea shop that every simulator tells of: stable names, handles and pages. */
export const nordlichtTee = {
  name: "Nordlicht Tee",
  shop: "nordlicht-tee",
  shopHost: "nordlicht-tee.myshopify.com",
  domain: "nordlicht-tee.example",
  siteUrl: "https://nordlicht-tee.example",
  email: "hallo@nordlicht-tee.example",
  owner: "Wiebke Janssen",
  currency: shopCurrency,
  timezone: "Europe/Berlin",
  country: "Germany",
  countryCode: "DE",
  /** First and last day of the order history that every seed covers. */
  historyStart: "2025-07-20",
  historyEnd: "2026-11-20",
  orderCount: 600,
  customerCount: 250,
  collections: [
    { title: "Schwarztee", handle: "schwarztee", tag: "schwarztee" },
    { title: "Grüntee", handle: "gruentee", tag: "gruentee" },
    { title: "Kräutertee", handle: "kraeutertee", tag: "kraeutertee" },
    { title: "Früchtetee", handle: "fruechtetee", tag: "fruechtetee" },
    { title: "Zubehör", handle: "zubehoer", tag: "zubehoer" },
    { title: "Geschenke", handle: "geschenke", tag: "geschenk" },
  ],
  locations: [
    {
      name: "Lager Hamburg",
      address1: "Speicherkai 7",
      city: "Hamburg",
      zip: "20457",
      province: "Hamburg",
      provinceCode: "HH",
      phone: "+494055501000",
    },
    {
      name: "Laden Leer",
      address1: "Am Waageplatz 3",
      city: "Leer",
      zip: "26789",
      province: "Lower Saxony",
      provinceCode: "NI",
      phone: "+494915550200",
    },
  ],
  products,
  landingPages,
  trafficSources,
} as const;
