import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { documents } from "./build/documents.ts";
import { preloading } from "./build/preloading.ts";
import { packing } from "./build/packing.ts";
import { worker } from "./build/worker.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  root,
  plugins: [documents(root), worker(root), preloading(), packing()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: { proxy: { "^/(graphql|session|sessions|password|identity|second-factor|evidence)": "http://127.0.0.1:8000" } },
});
