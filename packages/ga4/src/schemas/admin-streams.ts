import { z } from "zod";
import { enumWord, present, text } from "./common.js";

/** A data stream as upstream sends it. */
export const DataStreamWire = z.object({
  name: z.string(),
  type: text,
  displayName: text,
  createTime: text,
  updateTime: text,
  webStreamData: z.object({ measurementId: text, firebaseAppId: text, defaultUri: text }).nullish(),
  androidAppStreamData: z.object({ firebaseAppId: text, packageName: text }).nullish(),
  iosAppStreamData: z.object({ firebaseAppId: text, bundleId: text }).nullish(),
});

/** Where a property's events come from: a site or an app. */
export const DataStream = z.object({
  name: z.string().describe("Resource name: properties/…/dataStreams/…"),
  type: z.string().optional().describe("WEB, ANDROID_APP or IOS_APP"),
  title: z.string().optional(),
  measurementId: z.string().optional().describe("G-…, of a site"),
  firebaseAppId: z.string().optional().describe("Of an app"),
  defaultUri: z.string().optional().describe("Address of the site"),
  appId: z.string().optional().describe("Package name or bundle id"),
  createdAt: z.string().optional(),
  updatedAt: z.string().optional(),
});
/** A data stream. */
export type DataStream = z.infer<typeof DataStream>;

/** `DataStream`. */
export const toDataStream = (wire: z.infer<typeof DataStreamWire>): DataStream => {
  const { webStreamData: web, androidAppStreamData: android, iosAppStreamData: ios } = wire;
  return {
    name: wire.name,
    ...present({
      type: enumWord(wire.type)?.replace(/_DATA_STREAM$/, ""),
      title: wire.displayName,
      measurementId: web?.measurementId,
      firebaseAppId: web?.firebaseAppId ?? android?.firebaseAppId ?? ios?.firebaseAppId,
      defaultUri: web?.defaultUri,
      appId: android?.packageName ?? ios?.bundleId,
      createdAt: wire.createTime,
      updatedAt: wire.updateTime,
    }),
  };
};
