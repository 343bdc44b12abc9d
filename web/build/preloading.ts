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
          ...code.map((name): HtmlTagDescriptor => ({ tag: "link", attrs: { rel: "modulepreload", href: `/${name}` } })),
          ...[...new Set(styles)].map((name): HtmlTagDescriptor => ({ tag: "link", attrs: { rel: "stylesheet", href: `/${name}` } })),
        ];
      },
    },
  };
}
