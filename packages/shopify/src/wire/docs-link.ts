/** Shopify's reference page of a query, mutation or object, e.g. `queries/order`. */
export const adminDocs = (page: string): string => `https://shopify.dev/docs/api/admin-graphql/latest/${page}`;
