import { registerHooks } from "node:module";

/** For child processes of tests: Node runs TypeScript itself, but takes `./x.js` for a file of that name. */
registerHooks({
  resolve: (specifier, context, next) => {
    const isOurs = specifier.startsWith(".") && context.parentURL?.includes("/node_modules/") === false;
    return next(isOurs ? specifier.replace(/\.js$/, ".ts") : specifier, context);
  },
});
