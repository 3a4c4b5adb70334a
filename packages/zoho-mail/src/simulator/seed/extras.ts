import type { Label, Note, Task } from "../records.js";
import type { Store } from "../store.js";
import type { SeedContext } from "./conversations.js";

const dayMs = 86_400_000;

/** Folders that people made; gives their ids. */
export const seedFolders = (store: Store): SeedContext["folders"] => {
  const add = (name: string, parentId?: string): string => {
    const id = store.ids.ofMailbox();
    store.folders.set(id, { id, name, type: "Inbox", isSystem: false, ...(parentId !== undefined && { parentId }) });
    return id;
  };
  const Kunden = add("Kunden");
  return { Kunden, Reklamationen: add("Reklamationen", Kunden), Lieferanten: add("Lieferanten") };
};

/** Labels; gives their ids. */
export const seedLabels = (store: Store): SeedContext["labels"] => {
  const add = (name: string, color: string): string => {
    const label: Label = { id: store.ids.ofMailbox(), name, color, sequence: store.labels.size + 1 };
    store.labels.set(label.id, label);
    return label.id;
  };
  return {
    Reklamation: add("Reklamation", "#D64545"),
    Rechnung: add("Rechnung", "#2F80ED"),
    Lob: add("Lob", "#27AE60"),
  };
};

/** Signatures, as the service's editor writes them: attributes without quotes, a placeholder for a link. */
export const seedSignatures = (store: Store): void => {
  const add = (name: string, content: string): void => {
    const id = store.ids.ofMailbox();
    store.signatures.set(id, { id, name, content, position: 1 });
  };
  add("Nordlicht Tee", "<p style=color:#1f3d3a; font-size:13px;>Nordlicht Tee <a href={0} target=_blank>Laden</a></p>");
  add("Kurz", "Wiebke Janssen, Nordlicht Tee");
};

const tasks: readonly (readonly [title: string, description: string, dueDate: string, priority: string])[] = [
  ["Inventur Lager Hamburg vorbereiten", "Zähllisten drucken", "15/12/2026", "High"],
  ["Adventskalender nachbestellen", "Mindestens 40 Stück", "25/11/2026", "High"],
  ["Etiketten für Winterapfel prüfen", "", "27/11/2026", "Medium"],
  ["Standplan Weihnachtsmarkt Leer", "Mit Femke abstimmen", "28/11/2026", "Medium"],
  ["Neue Teekannen fotografieren", "", "05/12/2026", "Low"],
  ["First Flush 2027 kalkulieren", "Angebote von Teeimport Elbe vergleichen", "31/01/2027", "Medium"],
  ["Newsletter Advent schreiben", "Rezepte mit Kandis", "24/11/2026", "Medium"],
];

const notes: readonly (readonly [title: string, content: string])[] = [
  ["Hausmischung", "Zwei Teile Assam, ein Teil Ceylon, eine Prise Java"],
  ["Öffnungszeiten Advent", "Laden Leer samstags bis 18 Uhr"],
  ["Wasserhärte", "Hamburg mittel, Leer weich: Ziehzeit anpassen"],
  ["Ideen 2027", "Tasting am ersten Donnerstag im Monat"],
  ["Verpackung", "Beutel & Dose fragt nach Muster in Blau"],
];

/** Tasks and notes of the last weeks. */
export const seedTasksAndNotes = (store: Store, endsAt: number): void => {
  for (const [index, [title, description, dueDate, priority]] of tasks.entries()) {
    const at = endsAt - (tasks.length - index) * 2 * dayMs;
    const status = index === 2 ? "completed" : "inprogress";
    const fields = { title, description, dueDate, priority, status };
    const task: Task = { id: store.ids.ofMoment(at), createdAt: at, modifiedAt: at, fields };
    store.tasks.set(task.id, task);
  }
  for (const [index, [title, content]] of notes.entries()) {
    const at = endsAt - (notes.length - index) * 5 * dayMs;
    const fields = { title, content, color: index % 2 === 0 ? "-1" : "2" };
    const note: Note = { id: store.ids.ofMoment(at), createdAt: at, modifiedAt: at, fields };
    store.notes.set(note.id, note);
  }
};
