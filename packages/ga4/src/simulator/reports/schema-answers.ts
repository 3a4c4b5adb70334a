import { dimensionFields } from "../data/fields.js";
import { metricFields } from "../data/tally.js";
import { failure, objectsOf, readBody } from "../failure.js";
import type { PropertyState } from "../state.js";
import { namesIn } from "./expression.js";
import { dimensionOf, isCompatible, metricOf } from "./query.js";

const prefixes: Readonly<Record<string, string>> = { EVENT: "customEvent", USER: "customUser", ITEM: "customItem" };

/** Answers `getMetadata`; without a property what all have in common. */
export const metadata = (propertyId: string, property: PropertyState | undefined) => ({
  name: `properties/${propertyId}/metadata`,
  dimensions: [
    ...[...dimensionFields.values()].map(({ name, title, category }) => ({
      apiName: name,
      uiName: title,
      description: `${title} of the visit, event or item.`,
      category,
    })),
    ...(property?.customDimensions ?? []).map(({ parameterName, displayName, description, scope }) => ({
      apiName: `${prefixes[String(scope)] ?? "customEvent"}:${String(parameterName)}`,
      uiName: displayName,
      ...(description !== undefined && { description }),
      category: "Custom",
      customDefinition: true,
    })),
  ],
  metrics: [
    ...[...metricFields.values()].map(({ name, title, type, category }) => ({
      apiName: name,
      uiName: title,
      description: `${title}.`,
      type,
      category,
    })),
    ...(property?.customMetrics ?? []).map(({ parameterName, displayName, measurementUnit }) => ({
      apiName: `customEvent:${String(parameterName)}`,
      uiName: displayName,
      type: `TYPE_${String(measurementUnit)}`,
      category: "Custom",
      customDefinition: true,
    })),
  ],
});

const knownFields = ["dimensions", "metrics", "dimensionFilter", "metricFilter", "compatibilityFilter"];

/** Answers `checkCompatibility`: what may be added. A set that does not fit in itself is refused. @throws GoogleFailure */
export const compatibility = (given: unknown, property: PropertyState) => {
  const body = readBody(given, knownFields);
  const dimensions = objectsOf(body.dimensions).map(({ name }) => dimensionOf(String(name), property));
  const metrics = objectsOf(body.metrics)
    .flatMap(({ name, expression }) => (typeof expression === "string" ? namesIn(expression) : [String(name)]))
    .map((name) => metricOf(name, property));
  if (!isCompatible(dimensions, metrics)) throw failure(400, "The request's dimensions & metrics are incompatible.");
  const wanted = body.compatibilityFilter;
  const isShown = ({ compatibility: is }: { readonly compatibility: string }): boolean =>
    wanted === undefined || wanted === is;
  const verdict = (fits: boolean): string => (fits ? "COMPATIBLE" : "INCOMPATIBLE");
  return {
    dimensionCompatibilities: [...dimensionFields.values()]
      .map((field) => ({
        dimensionMetadata: { apiName: field.name, uiName: field.title, category: field.category },
        compatibility: verdict(isCompatible([...dimensions, field], metrics)),
      }))
      .filter(isShown),
    metricCompatibilities: [...metricFields.values()]
      .map((field) => ({
        metricMetadata: { apiName: field.name, uiName: field.title, type: field.type, category: field.category },
        compatibility: verdict(isCompatible(dimensions, [...metrics, field])),
      }))
      .filter(isShown),
  };
};
