import { GraphQLError } from "graphql";

/** The refusal of a field. */
export const accessDenied = (fieldName: string, scopes: readonly string[]): GraphQLError => {
  const requiredAccess = `${scopes.map((scope) => `\`${scope}\``).join(" or ")} access scope.`;
  return new GraphQLError(`Access denied for ${fieldName} field. Required access: ${requiredAccess}`, {
    extensions: { code: "ACCESS_DENIED", documentation: "https://shopify.dev/api/usage/access-scopes", requiredAccess },
  });
};
