import { expect, it } from "vitest";
import { metricType, toDimensionValue, toMetricValue } from "./values.js";

it.each([
  ["0", 0],
  ["-7", -7],
  ["0.25", 0.25],
  [".5", 0.5],
  ["1.5E-3", 0.0015],
  ["9007199254740991", 9007199254740991],
  ["9007199254740993", "9007199254740993"],
  ["(data not available)", "(data not available)"],
  ["Infinity", "Infinity"],
  ["0x10", "0x10"],
  [" 1", " 1"],
  ["", null],
  [null, null],
  [undefined, null],
])("reads the metric %j as %j", (raw, value) => {
  expect(toMetricValue(raw)).toBe(value);
});

it.each([
  ["date", "20261120", "2026-11-20"],
  ["firstSessionDate", "20261120", "2026-11-20"],
  ["dateHour", "2026112009", "2026-11-20T09"],
  ["dateHourMinute", "202611200905", "2026-11-20T09:05"],
  ["date", "(not set)", "(not set)"],
  ["date", "", ""],
  ["nthDay", "0003", "0003"],
  ["landingPage", "20261120", "20261120"],
  ["date", null, null],
])("reads the dimension %s %j as %j", (name, raw, value) => {
  expect(toDimensionValue(name, raw)).toBe(value);
});

it.each([
  ["TYPE_CURRENCY", "currency"],
  ["METRIC_TYPE_UNSPECIFIED", "unknown"],
  [undefined, "unknown"],
])("names the type %s %s", (type, name) => {
  expect(metricType(type)).toBe(name);
});
