/** Beside every file that browsers get packed: itself in Brotli and in gzip, packed once and not at each request. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const PACKED = /\.(?:js|css|html|svg|webmanifest)$/;

export function packing(): Plugin {
  return {
    name: "packing",
    writeBundle({ dir }) {
      const out = dir ?? "dist";
      for (const file of readdirSync(out, { recursive: true, encoding: "utf8" })) {
        if (!PACKED.test(file)) continue;
        const content = readFileSync(join(out, file));
        writeFileSync(join(out, `${file}.br`), brotliCompressSync(content));
        writeFileSync(join(out, `${file}.gz`), gzipSync(content, { level: 9 }));
      }
    },
  };
}
