import type { Attachment } from "../records.js";
import { pdf, photo } from "./files.js";
import type { ShopOrder } from "./orders.js";

/** What customers write about, and what the shop answers. Texts are paragraphs. */
export interface Topic {
  /** Share among the topics that fit an order, relative. */
  readonly weight: number;
  fits(order: ShopOrder): boolean;
  /** Days after the order when the mail comes, at least and at most. */
  readonly afterDays: readonly [number, number];
  subject(order: ShopOrder): string;
  question(order: ShopOrder): readonly string[];
  answer(order: ShopOrder): readonly string[];
  readonly label?: "Reklamation" | "Rechnung" | "Lob";
  enclosed?(order: ShopOrder): readonly Omit<Attachment, "id">[];
  enclosedInAnswer?(order: ShopOrder): readonly Omit<Attachment, "id">[];
}

const isSent = ({ parcel }: ShopOrder) => parcel !== undefined;
const isOpen = ({ parcel, isCancelled }: ShopOrder) => parcel === undefined && !isCancelled;
const firstLine = ({ lines }: ShopOrder): string => {
  const [line] = lines;
  return line ? `${line.title}${line.size === "" ? "" : ` (${line.size})`}` : "Tee";
};

const delivery: readonly Topic[] = [
  {
    weight: 5,
    fits: isSent,
    afterDays: [3, 8],
    subject: ({ name }) => `Wo bleibt meine Bestellung ${name}?`,
    question: (order) => [
      `ich habe vor einigen Tagen unter ${order.name} bei Ihnen bestellt, unter anderem ${firstLine(order)}.`,
      "Bis heute ist nichts angekommen. Können Sie bitte nachsehen, wo das Paket steckt?",
    ],
    answer: ({ name, parcel }) => [
      `Ihre Bestellung ${name} ist mit DHL unterwegs, die Sendungsnummer lautet ${parcel?.trackingNumber}.`,
      "Erfahrungsgemäß ist das Paket in ein bis zwei Tagen bei Ihnen. Falls nicht, stellen wir einen Nachforschungsauftrag.",
    ],
  },
  {
    weight: 6,
    fits: isOpen,
    afterDays: [1, 3],
    subject: ({ name }) => `Wann wird ${name} verschickt?`,
    question: (order) => [
      `wann geht meine Bestellung ${order.name} in den Versand? Ich brauche ${firstLine(order)} bis zum Wochenende.`,
    ],
    answer: ({ name }) => [
      `wir packen ${name} gerade. Sobald das Paket bei DHL ist, bekommen Sie die Sendungsnummer von uns.`,
    ],
  },
  {
    weight: 2,
    fits: () => true,
    afterDays: [0, 1],
    subject: ({ name }) => `Andere Lieferadresse für ${name}`,
    question: ({ name, customer }) => [
      `könnten Sie ${name} bitte an meine Arbeitsadresse schicken? Zu Hause in ${customer.city ?? "Hamburg"} ist tagsüber niemand.`,
      "Die Anschrift: Kontorhaus, 3. Stock, Am Markt 12.",
    ],
    answer: ({ name }) => [`die Adresse von ${name} ist geändert. Das Paket geht an Ihr Büro.`],
  },
];

const money: readonly Topic[] = [
  {
    weight: 4,
    fits: ({ isCancelled }) => !isCancelled,
    afterDays: [1, 12],
    subject: ({ name }) => `Rechnung zu ${name}`,
    question: ({ name }) => [`für meine Unterlagen brauche ich noch die Rechnung zu Bestellung ${name} als PDF.`],
    answer: ({ name }) => [`anbei die Rechnung zu ${name}.`],
    label: "Rechnung",
    enclosedInAnswer: ({ name, customer }) => [
      pdf(
        `Rechnung-${name.slice(1)}.pdf`,
        `Nordlicht Tee, Rechnung ${name}, ${customer.firstName} ${customer.lastName}`,
      ),
    ],
  },
  {
    weight: 30,
    fits: ({ isCancelled }) => isCancelled,
    afterDays: [0, 1],
    subject: ({ name }) => `Stornierung ${name}`,
    question: ({ name }) => [`ich habe mich vertan und möchte ${name} stornieren. Ist das noch möglich?`],
    answer: ({ name }) => [`${name} ist storniert, Ihr Geld ist in den nächsten Tagen wieder auf dem Konto.`],
  },
  {
    weight: 30,
    fits: ({ isRefunded, isCancelled }) => isRefunded && !isCancelled,
    afterDays: [6, 14],
    subject: ({ name }) => `Retoure ${name}`,
    question: (order) => [
      `ich habe ${firstLine(order)} aus Bestellung ${order.name} zurückgeschickt. Wann kommt die Erstattung?`,
    ],
    answer: ({ name }) => [`die Retoure zu ${name} ist da und die Erstattung veranlasst.`],
    label: "Reklamation",
  },
];

const quality: readonly Topic[] = [
  {
    weight: 2,
    fits: isSent,
    afterDays: [3, 9],
    subject: ({ name }) => `Bruch in der Lieferung ${name}`,
    question: (order) => [
      `leider kam ${firstLine(order)} beschädigt an, siehe Foto. Die Bestellnummer ist ${order.name}.`,
      "Bekomme ich Ersatz?",
    ],
    answer: (order) => [
      `das tut uns leid! Ersatz für ${firstLine(order)} geht morgen auf die Reise, kostenlos natürlich.`,
    ],
    label: "Reklamation",
    enclosed: ({ name }) => [photo(`foto-${name.slice(1)}.png`)],
  },
  {
    weight: 3,
    fits: () => true,
    afterDays: [2, 20],
    subject: (order) => `Frage zu ${firstLine(order)}`,
    question: (order) => [
      `wie lange soll ${firstLine(order)} ziehen, und bei welcher Temperatur? Auf der Tüte aus ${order.name} steht es nicht.`,
    ],
    answer: (order) => [
      `bei ${firstLine(order)} nehmen Sie am besten 12 g auf einen Liter und lassen ihn drei Minuten ziehen.`,
      "Grüntee bitte nie mit kochendem Wasser aufgießen.",
    ],
  },
  {
    weight: 2,
    fits: isSent,
    afterDays: [5, 20],
    subject: () => "Ein großes Lob & vielen Dank",
    question: (order) => [
      `ich wollte nur sagen: ${firstLine(order)} aus Bestellung ${order.name} schmeckt wunderbar, "wie bei Oma" sagt mein Mann.`,
    ],
    answer: () => ["das freut uns sehr, wir geben es gern an die Packerei weiter."],
    label: "Lob",
  },
  {
    weight: 8,
    fits: ({ isGift }) => isGift,
    afterDays: [0, 2],
    subject: ({ name }) => `${name} ist ein Geschenk`,
    question: ({ name }) => [
      `bitte legen Sie ${name} keine Rechnung bei und schreiben Sie "Alles Gute!" auf die Karte.`,
    ],
    answer: () => ["machen wir gern, die Karte ist schon geschrieben."],
  },
];

/** Everything that customers write about. */
export const topics: readonly Topic[] = [...delivery, ...money, ...quality];
