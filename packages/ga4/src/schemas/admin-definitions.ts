import { z } from "zod";
import { enumWord, flag, listOf, present, text } from "./common.js";

/** A custom dimension as upstream sends it. */
export const CustomDimensionWire = z.object({
  name: z.string(),
  parameterName: text,
  displayName: text,
  description: text,
  scope: text,
  disallowAdsPersonalization: flag,
});

/** A custom dimension. */
export const CustomDimension = z.object({
  name: z.string().describe("Resource name: properties/…/customDimensions/…"),
  parameterName: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  scope: z.string().optional().describe("EVENT, USER or ITEM"),
  reportName: z.string().optional().describe("As reports want it: customEvent:…, customUser:… or customItem:…"),
  disallowAdsPersonalization: z.boolean(),
});
/** A custom dimension. */
export type CustomDimension = z.infer<typeof CustomDimension>;

const prefixes: Readonly<Record<string, string>> = { EVENT: "customEvent", USER: "customUser", ITEM: "customItem" };

/** `CustomDimension`. */
export const toCustomDimension = (wire: z.infer<typeof CustomDimensionWire>): CustomDimension => {
  const prefix = prefixes[wire.scope ?? ""];
  return {
    name: wire.name,
    disallowAdsPersonalization: wire.disallowAdsPersonalization ?? false,
    ...present({
      parameterName: wire.parameterName,
      title: wire.displayName,
      description: wire.description,
      scope: enumWord(wire.scope),
      reportName: prefix && wire.parameterName ? `${prefix}:${wire.parameterName}` : undefined,
    }),
  };
};

/** A custom dimension to be registered, as upstream wants it. */
export const customDimensionBody = (input: {
  readonly parameterName: string;
  readonly title: string;
  readonly scope: string;
  readonly description?: string | undefined;
  readonly disallowAdsPersonalization?: boolean | undefined;
}) => ({
  parameterName: input.parameterName,
  displayName: input.title,
  scope: input.scope,
  description: input.description,
  disallowAdsPersonalization: input.disallowAdsPersonalization,
});

/** A custom metric as upstream sends it. */
export const CustomMetricWire = z.object({
  name: z.string(),
  parameterName: text,
  displayName: text,
  description: text,
  measurementUnit: text,
  scope: text,
  restrictedMetricType: listOf(z.string()),
});

/** A custom metric. */
export const CustomMetric = z.object({
  name: z.string().describe("Resource name: properties/…/customMetrics/…"),
  parameterName: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  measurementUnit: z.string().optional().describe("STANDARD, CURRENCY, SECONDS, …"),
  scope: z.string().optional(),
  reportName: z.string().optional().describe("As reports want it: customEvent:…"),
  restrictedTypes: z.array(z.string()).optional().describe("COST_DATA, REVENUE_DATA: hidden from some logins"),
});
/** A custom metric. */
export type CustomMetric = z.infer<typeof CustomMetric>;

/** `CustomMetric`. */
export const toCustomMetric = (wire: z.infer<typeof CustomMetricWire>): CustomMetric => ({
  name: wire.name,
  ...present({
    parameterName: wire.parameterName,
    title: wire.displayName,
    description: wire.description,
    measurementUnit: enumWord(wire.measurementUnit),
    scope: enumWord(wire.scope),
    reportName: wire.parameterName ? `customEvent:${wire.parameterName}` : undefined,
    restrictedTypes: wire.restrictedMetricType?.length ? wire.restrictedMetricType : undefined,
  }),
});

/** A custom metric to be registered, as upstream wants it. */
export const customMetricBody = (input: {
  readonly parameterName: string;
  readonly title: string;
  readonly measurementUnit: string;
  readonly description?: string | undefined;
  readonly restrictedTypes?: readonly string[] | undefined;
}) => ({
  parameterName: input.parameterName,
  displayName: input.title,
  measurementUnit: input.measurementUnit,
  scope: "EVENT",
  description: input.description,
  restrictedMetricType: input.restrictedTypes,
});

/** A key event as upstream sends it. */
export const KeyEventWire = z.object({
  name: z.string(),
  eventName: text,
  createTime: text,
  countingMethod: text,
  custom: flag,
  deletable: flag,
  defaultValue: z.object({ numericValue: z.number().nullish(), currencyCode: text }).nullish(),
});

/** An event that counts: what used to be called a conversion. */
export const KeyEvent = z.object({
  name: z.string().describe("Resource name: properties/…/keyEvents/…"),
  eventName: z.string().optional(),
  countingMethod: z.string().optional().describe("ONCE_PER_EVENT or ONCE_PER_SESSION"),
  custom: z.boolean(),
  deletable: z.boolean(),
  defaultValue: z.object({ value: z.number(), currencyCode: z.string().optional() }).optional(),
  createdAt: z.string().optional(),
});
/** An event that counts. */
export type KeyEvent = z.infer<typeof KeyEvent>;

/** `KeyEvent`. */
export const toKeyEvent = (wire: z.infer<typeof KeyEventWire>): KeyEvent => ({
  name: wire.name,
  custom: wire.custom ?? false,
  deletable: wire.deletable ?? false,
  ...present({
    eventName: wire.eventName,
    countingMethod: enumWord(wire.countingMethod),
    defaultValue: wire.defaultValue
      ? { value: wire.defaultValue.numericValue ?? 0, ...present({ currencyCode: wire.defaultValue.currencyCode }) }
      : undefined,
    createdAt: wire.createTime,
  }),
});

/** A key event to be made, as upstream wants it. */
export const keyEventBody = ({
  eventName,
  countingMethod,
  defaultValue,
}: {
  readonly eventName: string;
  readonly countingMethod: string;
  readonly defaultValue?: { readonly value: number; readonly currencyCode: string } | undefined;
}) => ({
  eventName,
  countingMethod,
  ...(defaultValue && { defaultValue: { numericValue: defaultValue.value, currencyCode: defaultValue.currencyCode } }),
});
