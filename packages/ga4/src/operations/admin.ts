import { getAccount, listAccountSummaries, listAccounts } from "./admin-accounts.js";
import { listAnnotations, listAudiences } from "./admin-alpha.js";
import {
  archiveCustomDimension,
  createCustomDimension,
  createCustomMetric,
  listCustomDimensions,
  listCustomMetrics,
} from "./admin-definitions.js";
import { runAccessReport, searchChangeHistory } from "./admin-history.js";
import { createKeyEvent, deleteKeyEvent, listKeyEvents } from "./admin-key-events.js";
import { getProperty, listProperties, patchProperty } from "./admin-properties.js";
import { getDataRetention, listGoogleAdsLinks } from "./admin-settings.js";
import { getDataStream, listDataStreams, listMeasurementProtocolSecrets } from "./admin-streams.js";

/** Branch `admin` of the tree. */
export const admin = {
  accountSummaries: { list: listAccountSummaries },
  accounts: { list: listAccounts, get: getAccount },
  properties: { list: listProperties, get: getProperty, patch: patchProperty },
  dataStreams: { list: listDataStreams, get: getDataStream },
  measurementProtocolSecrets: { list: listMeasurementProtocolSecrets },
  customDimensions: { list: listCustomDimensions, create: createCustomDimension, archive: archiveCustomDimension },
  customMetrics: { list: listCustomMetrics, create: createCustomMetric },
  keyEvents: { list: listKeyEvents, create: createKeyEvent, delete: deleteKeyEvent },
  dataRetention: { get: getDataRetention },
  googleAdsLinks: { list: listGoogleAdsLinks },
  audiences: { list: listAudiences },
  annotations: { list: listAnnotations },
  changeHistory: { search: searchChangeHistory },
  accessReport: { run: runAccessReport },
};
