export { openTestStore, type TestStoreOptions, testDatabaseUrl } from "./open-test-store.js";
