import type { Synonyms } from "./synonyms.js";

/** The language of web analytics. */
export const ga4Synonyms: Synonyms = {
  "report run sessions": "visit, traffic",
  "report users": "visitor",
  "report run":
    "session, pageview, channel, source, medium, revenue, engagement, figure, statistic, country, device, " +
    "popular page, most viewed, visits, visitors, sessions, users, page views, cities, countries, browsers, " +
    "per landing page, which channels, which pages, most read, how many visits, how many users, " +
    "traffic from, came from, come from, best selling, how long do people stay, new users, by age, " +
    "which sources, our traffic, time on page",
  "report run rate": "bounce",
  "report compare":
    "better, worse, versus, against, grow, rise, week before, year ago, better than, worse than, " +
    "more than last, than the week before, than last, this month than, compared to, growth, decline, " +
    "gone up, gone down, change from, week on week, year on year, up or down",
  "report batch run":
    "in one go, at once, several report, several reports, three reports, together, dashboard, many reports",
  "pivot report run":
    "cross table, matrix, side by side, crosstab, down the side, across the top, rows and columns, " +
    "table of by, against each other in table, broken down by both, grid, spread out by",
  "pivot report run cross": "across",
  "realtime report run":
    "right now, at the moment, currently, this minute, this moment, live, online, at this moment, " +
    "being viewed, last half hour, just now, looking at our site, on the website",
  "cohort report run":
    "come back, loyal, week later, returning, weeks later, still there after, first visit, stick, " +
    "keep coming, after a month",
  "cohort report run come back": "return",
  "cohort report run data": "retention",
  "funnel run step":
    "drop out, drop off, leave, abandon, checkout, basket, journey, path, lose people, get from to, " +
    "make it to, on the way to, give up, step by step, stages, how many reach",
  "conversion report attribution":
    "credit, attribute, last click, campaign worth, ad brought, ads brought, first click, campaign paid off, " +
    "credit for, what led to, advertising pays, which campaign",
  "conversion report attribution run": "campaign",
  "conversion report advertising": "advert",
  "conversion report advertising google link": "ad",
  "chat ask":
    "explain, in plain, assistant, ask google, in plain words, explain why, let google explain, " +
    "ask the assistant, what does google think, in own words, insight",
  "metadata dimensions metrics": "field",
  "metadata get":
    "ask for, which fields, which dimensions, which metrics, what can I report, name of the metric, " +
    "api name, what may, available, fields are there, what is the name of",
  "metadata get dimensions metrics": "available",
  "metadata get list": "exist",
  "compatibility check":
    "combine, together, go with, fit, mix, together with, go together, can be mixed, fit together, " +
    "allowed together, match with, in the same report",
  quota: "request, left, token, limit",
  audience: "segment",
  "audience cohort": "group",
  "audience export users": "member",
  "audience export create":
    "export, people in the audience, members of audience, export audience, list of users in, " +
    "snapshot of audience, who is in the audience",
  "audience export query":
    "download, people in the audience, members of audience, read audience, users of exported, " +
    "who is in the audience, rows of audience",
  "report task create":
    "huge, background, huge report, too big, in the background, very large, big report, overnight, " +
    "takes long, unsampled",
  "data stream property": "website",
  "data stream list":
    "measurement id, tracking id, tag id, g-, snippet id, which apps, websites feed, which streams, ios, " +
    "android, where does data come",
  "data stream": "tracking, app",
  "measurement protocol secret": "secret, api key",
  "account summary property list":
    "reach, which property, can I reach, which properties, what properties, have access, " +
    "everything I can see, all our websites in, which accounts",
  "custom dimension create event": "parameter",
  "custom dimension create register": "keep track, record, capture",
  "custom dimension": "dimension",
  "custom metric": "metric",
  "custom metric create": "numeric, new number, own metric, sum up parameter, measure in minutes, add up a parameter",
  "key event conversion": "goal, conversion",
  "key event": "count as",
  "data retention": "how long, gdpr",
  "data retention keep": "keep",
  "change history search":
    "who change, who changed, who deleted, who altered, who renamed, settings changed, who switched, " +
    "change log, changed what, what was changed, tampered, setting",
  "change history search changed": "fiddle, tamper, alter",
  "change history access report": "audit",
  "access report read": "who look, who see, who read, spy",
  "google ads link": "adwords, google ads",
  link: "connect",
  annotation: "annotation, outage, remark",
  "collect event send": "send",
  "mp collect event":
    "till, point of sale, offline, backend, server, send event, from our server, from backend, from crm, " +
    "offline sale, report a sale, push event, pass event, tell analytics, record event, hand event",
  "event validate check": "payload",
  "validate check": "valid, test event",
  "validate check without sending": "before send",
  "report run all": "all rows, complete table, whole report, to the end, without limit, every row, full list",
  "pivot report batch run": "several cross tables, several pivots, several grids",
  "quota snapshot":
    "requests left, calls left, tokens left, how much left, allowance, use up, still ask, limit reached, " +
    "near the limit",
  "audience export get": "audience ready, audience export finished, audience export done",
  "audience export list": "which audience exports, audience exports made",
  "audience list":
    "which audiences, segments, target groups, remarketing lists, groups defined, audiences defined, " +
    "what audiences",
  "report task get": "report finished, report ready, big report done, report done, how far report",
  "report task query": "rows of report, result of big report, read finished report, fetch big report",
  "report task list": "which big reports, big reports running, reports are running, reports underway",
  "admin account": "which accounts, google accounts, accounts do we, account called",
  "property get":
    "time zone use, currency use, property's time zone, which currency, which time zone, level of service, " +
    "set to currency, paid version, 360",
  "property patch update":
    "change currency, switch currency, to dollar, change time zone, rename property, industry, " + "call the property",
  "measurement protocol secret list":
    "api secret, secrets, which keys, key for sending, keys from the server, password for sending",
  "custom dimension list":
    "own fields, own dimensions, log ourselves, which custom, additional fields, own parameters, " + "we registered",
  "custom dimension create":
    "keep track of parameter, record parameter, new field, log parameter, capture, report by our own, " +
    "make parameter available, by our own",
  "custom dimension archive remove":
    "no longer need dimension, drop dimension, retire dimension, dimension away, stop recording, " +
    "get rid of dimension",
  "custom metric list": "own metrics, own numbers, which numbers, own figures",
  "key event list":
    "which goals, count as goals, goals do we, conversions are defined, what counts as conversion, " +
    "events count, important events, our goals",
  "key event create":
    "treat as conversion, count as conversion, as a goal, new goal, as a conversion, make conversion, " +
    "regard as, start counting",
  "key event delete remove":
    "not count, no longer conversion, stop counting, not a goal any more, do not count, no longer a goal, " +
    "not conversion any more",
  "data retention get":
    "how long kept, how long keep, kept, deleted after, forget visitors, months keep, how long stored, " +
    "how long do you store",
  "google ads link list": "connected to ads, google ads, adwords, linked with ads, ads account, tied to ads",
  "annotation list":
    "notes on days, jump, why spike, why the peak, explanation for day, comment on day, what happened on, " +
    "events marked, remarks on the chart",
  "access report run":
    "who looked, who read, who saw, who opened, who has been looking, who uses reports, who accessed, " + "whose eyes",
  "mp validate event":
    "try event, check event, test event, is event valid, before sending, without sending, dry run, " +
    "well formed, mistakes in event, check payload",
};
