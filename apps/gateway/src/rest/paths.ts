/** Path of an operation: its id with slashes. */
export const pathOf = (operationId: string): string => `/v1/${operationId.replaceAll(".", "/")}`;
