/** The page names the code and the style of the matrix too, so that a slow line is not waited for twice. */
import type { HtmlTagDescriptor, Plugin } from "vite";

const FIRST = "/matrix/screen.tsx";

export function preloading(): Plugin {
  return {
    name: "preloading",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle = {}, chunk: entry }) {
        const chunks = Object.values(bundle).filter((each) => each.type === "chunk");
        const first = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(FIRST));
        if (!first) return [];
        const named = new Set([entry?.fileName, ...(entry?.imports ?? [])]);
        const code = [first.fileName, ...first.imports].filter((name) => !named.has(name));
        const styles = [first.fileName, ...code].flatMap((name) => {
          const chunk = chunks.find(({ fileName }) => fileName === name);
          return [...(chunk?.viteMetadata?.importedCss ?? [])];
        });
        return [
          ...code.map((name) => link("modulepreload", name)),
          ...[...new Set(styles)].map((name) => link("stylesheet", name)),
        ];
      },
    },
  };
}

/** Behind what every screen needs: what a screen says of styles goes before it. */
function link(rel: string, name: string): HtmlTagDescriptor {
  return { tag: "link", attrs: { rel, href: `/${name}`, crossorigin: true }, injectTo: "head" };
}
