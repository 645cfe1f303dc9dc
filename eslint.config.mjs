// Rules for the map's scripts, run by `make lint-scripts`; nothing of it is installed or shipped.
import { realpathSync } from "node:fs";
import { createRequire } from "node:module";

// The recommended rules come with eslint itself, wherever npx put it.
const js = createRequire(realpathSync(process.argv[1]))("@eslint/js");

const strict = {
  "array-callback-return": "error",
  "consistent-return": "error",
  curly: "error",
  "default-case": "error",
  "dot-notation": "error",
  eqeqeq: "error",
  "guard-for-in": "error",
  "no-caller": "error",
  "no-constant-binary-expression": "error",
  "no-eval": "error",
  "no-extend-native": "error",
  "no-implicit-globals": "error",
  "no-implied-eval": "error",
  "no-loop-func": "error",
  "no-new-func": "error",
  "no-new-wrappers": "error",
  "no-return-assign": "error",
  "no-script-url": "error",
  "no-self-compare": "error",
  "no-sequences": "error",
  "no-shadow": "error",
  "no-throw-literal": "error",
  "no-undef": "error",
  "no-unmodified-loop-condition": "error",
  "no-unused-expressions": "error",
  "no-unused-vars": ["error", { args: "after-used", caughtErrors: "all" }],
  "no-use-before-define": ["error", { functions: false, variables: false }],
  "no-useless-concat": "error",
  "no-useless-return": "error",
  radix: "error",
  strict: ["error", "function"],
  yoda: "error"
};
const browser = ["DOMMatrix", "L", "ResizeObserver", "clearTimeout", "document", "setTimeout", "window"];

export default [
  js.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    // As they are put into a page, one after the other; the first makes `atlas` for the rest.
    files: ["layers/web/client/*.js"],
    languageOptions: {
      ecmaVersion: 2017,
      sourceType: "script",
      globals: Object.fromEntries([...browser, "atlas"].map((name) => [name, "readonly"]))
    },
    rules: strict
  },
  {
    files: ["layers/web/client/core.js"],
    languageOptions: { globals: { atlas: "off" } },
    rules: { "no-implicit-globals": "off", "no-unused-vars": ["error", { varsIgnorePattern: "^atlas$" }] }
  },
  {
    files: ["**/*.mjs"],
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: "module",
      globals: Object.fromEntries(["clearTimeout", "process", "setTimeout"].map((name) => [name, "readonly"]))
    },
    rules: { ...strict, strict: "off" }
  }
];
