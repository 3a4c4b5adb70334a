import { z } from "zod";
import { enumWord, flag, present, text } from "./common.js";

/** An audience as upstream sends it. */
export const AudienceWire = z.object({
  name: z.string(),
  displayName: text,
  description: text,
  membershipDurationDays: z.number().nullish(),
  adsPersonalizationEnabled: flag,
  createTime: text,
});

/** A group of users by what they did. */
export const Audience = z.object({
  name: z.string().describe("Resource name: properties/…/audiences/…"),
  title: z.string().optional(),
  description: z.string().optional(),
  membershipDays: z.number().optional().describe("How long a user stays in it"),
  adsPersonalization: z.boolean(),
  createdAt: z.string().optional(),
});

/** `Audience`. */
export const toAudience = (wire: z.infer<typeof AudienceWire>): z.infer<typeof Audience> => ({
  name: wire.name,
  adsPersonalization: wire.adsPersonalizationEnabled ?? false,
  ...present({
    title: wire.displayName,
    description: wire.description,
    membershipDays: wire.membershipDurationDays,
    createdAt: wire.createTime,
  }),
});

const part = z.number().int().min(0).max(9_999).nullish();
const DateWire = z.object({ year: part, month: part, day: part }).nullish();

/** A note on a day as upstream sends it. */
export const AnnotationWire = z.object({
  name: z.string(),
  title: text,
  description: text,
  color: text,
  annotationDate: DateWire,
  annotationDateRange: z.object({ startDate: DateWire, endDate: DateWire }).nullish(),
  systemGenerated: flag,
});

/** A note on a day or a range of days, e.g. of a campaign or a broken tag. */
export const Annotation = z.object({
  name: z.string().describe("Resource name: properties/…/reportingDataAnnotations/…"),
  title: z.string().optional(),
  description: z.string().optional(),
  color: z.string().optional(),
  startDate: z.string().optional().describe("YYYY-MM-DD"),
  endDate: z.string().optional().describe("Included; of a single day the same"),
  systemGenerated: z.boolean().describe("Google wrote it"),
});

/** `Annotation`. */
export const toAnnotation = (wire: z.infer<typeof AnnotationWire>): z.infer<typeof Annotation> => ({
  name: wire.name,
  systemGenerated: wire.systemGenerated ?? false,
  ...present({
    title: wire.title,
    description: wire.description,
    color: enumWord(wire.color),
    startDate: isoDate(wire.annotationDate ?? wire.annotationDateRange?.startDate),
    endDate: isoDate(wire.annotationDate ?? wire.annotationDateRange?.endDate),
  }),
});

const isoDate = (date: z.infer<typeof DateWire>): string | undefined =>
  date?.year && date.month && date.day
    ? `${String(date.year).padStart(4, "0")}-${String(date.month).padStart(2, "0")}-${String(date.day).padStart(2, "0")}`
    : undefined;
