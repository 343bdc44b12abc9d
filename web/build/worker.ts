/** sw.js at the root: src/worker/worker.ts, told which files the release has and which addresses are screens. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Plugin, transformWithOxc } from "vite";

const SCREEN = /\bpath: (\/\^.*?\$\/),/g;
/** Beside the hashed files, what has a fixed address; "/" is the page of every screen. */
const FIXED = ["/", "/icon.svg", "/manifest.webmanifest"];

export function worker(root: string): Plugin {
  return {
    name: "worker",
    writeBundle: {
      order: "pre",
      sequential: true,
      async handler({ dir }) {
        const out = dir ?? "dist";
        const hashed = readdirSync(join(out, "assets")).sort();
        const files = [...FIXED, ...hashed.map((name) => `/assets/${name}`)];
        const source = join(root, "src/worker/worker.ts");
        const { code } = await transformWithOxc(readFileSync(source, "utf8"), source, { sourcemap: false });
        const page = readFileSync(join(out, "index.html"));
        const release = createHash("sha256").update(JSON.stringify(files)).update(page).update(code).digest("hex").slice(0, 16);
        const told = [
          `const RELEASE = ${JSON.stringify(release)};`,
          `const FILES = ${JSON.stringify(files)};`,
          `const SCREENS = [${screens(root).join(", ")}];`,
        ];
        writeFileSync(join(out, "sw.js"), `${told.join("\n")}\n${code}`);
      },
    },
  };
}

/** The patterns of src/shell/screens.ts: a screen that is added there opens offline without a word here. */
function screens(root: string): readonly string[] {
  const found = [...readFileSync(join(root, "src/shell/screens.ts"), "utf8").matchAll(SCREEN)].map(([, path]) => path ?? "");
  if (found.length === 0) throw new Error("src/shell/screens.ts names no screen");
  return found;
}
