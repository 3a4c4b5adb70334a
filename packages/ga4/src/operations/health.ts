import { decode, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { readScope } from "../auth.js";
import { adminRead } from "../quotas.js";
import { listOf, present, text } from "../schemas/common.js";
import { adminDocs } from "../wire/docs-link.js";
import { adminUrl } from "../wire/hosts.js";

/** The probe: proves login, scope and API in one call that takes no tokens. */
export const checkHealth = defineOperation({
  id: "ga4.health.check",
  summary: "Check that the login works and sees at least one property",
  description: "Takes no tokens of any property.",
  docs: adminDocs("accountSummaries/list"),
  effect: "read",
  input: z.object({}),
  output: z.object({
    hasAccess: z.boolean().describe("False: the login is good but was added to no account or property yet"),
    account: z.string().optional(),
    property: z.string().optional().describe("One that the login sees"),
  }),
  scopes: [readScope],
  keywords: ["ping", "status", "probe", "connection", "token"],
  examples: [{ title: "Does the connection work?", input: {} }],
  request: () => ({ method: "GET", path: adminUrl("accountSummaries"), query: { pageSize: 1 } }),
  response: decode(
    z.object({
      accountSummaries: listOf(z.object({ account: text, propertySummaries: listOf(z.object({ property: text })) })),
    }),
    ({ accountSummaries }, { warn }) => {
      const [first] = accountSummaries ?? [];
      if (!first)
        warn({
          code: "NO_ACCESS",
          message: "The login sees no account. Add its e-mail address as a user of the property in Google Analytics.",
        });
      return {
        hasAccess: first !== undefined,
        ...present({ account: first?.account, property: first?.propertySummaries?.[0]?.property }),
      };
    },
  ),
  quota: adminRead,
});

/** Branch `health` of the tree. */
export const health = { check: checkHealth };
