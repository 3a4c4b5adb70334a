import { bareMomentDate } from "../dates.js";
import { addressOnSite, getOfSite, type Method, writeToSite } from "../method.js";
import type { BlockRecord } from "../state.js";
import { faultOf, typed } from "../wire.js";

const dayMs = 86_400_000;
const previewNamespace = "#Microsoft.Bing.Webmaster.Shared.DataContracts";
const parameterName = /^[A-Za-z0-9._~:-]+$/;

const daysLeft = ({ days, blockedAtMs }: BlockRecord, nowMs: number): number =>
  days - Math.floor((nowMs - blockedAtMs) / dayMs);

const toBlockedUrl = (block: BlockRecord, nowMs: number): object =>
  typed("BlockedUrl", {
    Date: bareMomentDate(block.blockedAtMs),
    DaysToExpire: daysLeft(block, nowMs),
    EntityType: block.entityType,
    RequestType: block.requestType,
    Url: block.url,
  });

const blocks: Readonly<Record<string, Method>> = {
  GetBlockedUrls: getOfSite(({ site, nowMs }) =>
    site.blocks.filter((block) => daysLeft(block, nowMs) > 0).map((block) => toBlockedUrl(block, nowMs)),
  ),
  AddBlockedUrl: writeToSite((call) => {
    const { Url, EntityType, RequestType, DaysToExpire = 90 } = call.parameters.object("blockedUrl");
    if (typeof Url !== "string" || !isOneOf(EntityType) || !isOneOf(RequestType)) throw faultOf(8);
    addressOnSite(call, Url);
    call.site.blocks.push({
      url: Url,
      entityType: EntityType,
      requestType: RequestType,
      days: Math.min(90, Number(DaysToExpire)),
      blockedAtMs: call.nowMs,
    });
  }),
  // The whole object has to come back.
  RemoveBlockedUrl: writeToSite(({ site, parameters }) => {
    const { Url, EntityType, RequestType, Date: date } = parameters.object("blockedUrl");
    const index = site.blocks.findIndex(
      ({ url, entityType, requestType, blockedAtMs }) =>
        url === Url && entityType === EntityType && requestType === RequestType && bareMomentDate(blockedAtMs) === date,
    );
    if (index === -1) throw faultOf(11);
    site.blocks.splice(index, 1);
  }),
};

const isOneOf = (value: unknown): value is 0 | 1 => value === 0 || value === 1;

const previews: Readonly<Record<string, Method>> = {
  GetActivePagePreviewBlocks: getOfSite(({ site }) =>
    [...site.previewBlocks].map(([url, { reason, blockedAtMs }]) =>
      typed(
        "PagePreview",
        {
          Action: 0,
          BlockReason: reason,
          Reason: String(reason),
          RefreshReason: 0,
          SiteUrl: site.url.endsWith("/") ? site.url : `${site.url}/`,
          SubmitDate: bareMomentDate(blockedAtMs),
          Url: url,
          UserId: "00000000000000000000000000000001",
        },
        previewNamespace,
      ),
    ),
  ),
  AddPagePreviewBlock: writeToSite((call) => {
    const url = call.parameters.text("url");
    addressOnSite(call, url);
    call.site.previewBlocks.set(url, { reason: call.parameters.index("reason"), blockedAtMs: call.nowMs });
  }),
  RemovePagePreviewBlock: writeToSite(({ site, parameters }) => {
    site.previewBlocks.delete(parameters.text("url"));
  }),
  GetDeepLinkBlocks: getOfSite(({ site }) =>
    site.deepLinkBlocks.map(({ market, searchUrl, deepLinkUrl }) =>
      typed("DeepLinkBlock", { DeepLinkUrl: deepLinkUrl, Market: market, SearchUrl: searchUrl }),
    ),
  ),
};

const queryParameters: Readonly<Record<string, Method>> = {
  GetQueryParameters: getOfSite(({ site }) =>
    [...site.queryParameters].map(([parameter, { isEnabled, source, addedAtMs }]) =>
      typed("QueryParameter", {
        Date: bareMomentDate(addedAtMs),
        IsEnabled: isEnabled,
        Parameter: parameter,
        Source: source,
      }),
    ),
  ),
  AddQueryParameter: writeToSite(({ site, parameters, nowMs }) => {
    const name = parameters.text("queryParameter");
    if (!parameterName.test(name)) throw faultOf(8);
    if (site.queryParameters.has(name)) throw faultOf(12);
    site.queryParameters.set(name, { isEnabled: true, source: 0, addedAtMs: nowMs });
  }),
  EnableDisableQueryParameter: writeToSite(({ site, parameters }) => {
    const known = site.queryParameters.get(parameters.text("queryParameter"));
    if (!known) throw faultOf(11);
    known.isEnabled = parameters.flag("isEnabled");
  }),
  RemoveQueryParameter: writeToSite(({ site, parameters }) => {
    site.queryParameters.delete(parameters.text("queryParameter"));
  }),
};

/** What is kept out of Bing's results, and what is ignored in addresses. */
export const blockingMethods: Readonly<Record<string, Method>> = { ...blocks, ...previews, ...queryParameters };
