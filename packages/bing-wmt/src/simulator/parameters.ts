import type { SimulatorRequest } from "@trunkline/core/simulator";
import { BingFault, faultOf } from "./wire.js";

/** What a method was given, from the query or from the body. */
export interface Parameters {
  /** @throws BingFault when it is missing, blank or quoted. */
  text(name: string): string;
  /** Nothing when it is missing. */
  optionalText(name: string): string | undefined;
  /** @throws BingFault when it is no whole number from 0 on. */
  index(name: string): number;
  flag(name: string): boolean;
  /** @throws BingFault when it is no object. */
  object(name: string): Readonly<Record<string, unknown>>;
  /** @throws BingFault when it is no list of texts. */
  texts(name: string): readonly string[];
}

const readSource = (request: SimulatorRequest): Readonly<Record<string, unknown>> => {
  if (request.method !== "POST") return Object.fromEntries(request.query);
  try {
    const body = request.json();
    if (isObject(body)) return body;
  } catch {}
  throw faultOf(8);
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The quotation marks of the documents' samples are taken for part of the value, and refused. */
const unquoted = (value: string): string => {
  if (value.startsWith('"')) throw new BingFault(7, "SiteUriSchemeIsNotSupported");
  return value;
};

/** Reads a request's parameters. @throws BingFault for a body that is no JSON object. */
export const readParameters = (request: SimulatorRequest): Parameters => {
  const source = readSource(request);
  const optionalText = (name: string): string | undefined => {
    const value = source[name];
    return typeof value === "string" && value !== "" ? unquoted(value) : undefined;
  };
  return {
    optionalText,
    text: (name) => {
      const value = optionalText(name);
      if (value === undefined) throw faultOf(8);
      return value;
    },
    index: (name) => {
      const value = Number(source[name] ?? Number.NaN);
      if (!Number.isInteger(value) || value < 0) throw faultOf(8);
      return value;
    },
    flag: (name) => source[name] === true || source[name] === "true",
    object: (name) => {
      const value = source[name];
      if (!isObject(value)) throw faultOf(8);
      return value;
    },
    texts: (name) => {
      const value = source[name];
      if (!Array.isArray(value) || !value.every((text) => typeof text === "string")) throw faultOf(8);
      return value;
    },
  };
};
