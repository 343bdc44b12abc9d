import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { documents } from "./build/documents.ts";
import { packing } from "./build/packing.ts";
import { worker } from "./build/worker.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

const FIRST = /\/node_modules\/|\/src\/(?:address|graph|matrix|parts|session|shell|words)\//;
const LATER = /\/node_modules\/idb\/|\/session\/sign-in|\/shell\/(?:palette|help)\./;

export default defineConfig({
  root,
  plugins: [documents(root), worker(root), packing()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      // What the page begins with is one file: a slow line is asked once, and six at a time.
      output: { codeSplitting: { groups: [{ name: "first", test: (file) => FIRST.test(file) && !LATER.test(file) }] } },
    },
  },
  server: { proxy: { "^/(graphql|session|sessions|password|identity|second-factor|evidence)": "http://127.0.0.1:8000" } },
});
