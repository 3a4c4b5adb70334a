/** Where insights are documented: no vendor does. */
export const insightsDocs = "https://github.com/trunkline/trunkline/blob/main/docs/insights.md";
