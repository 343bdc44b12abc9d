/** The address is the state of the page: whatever somebody sees can be sent to somebody else. */
import { signal, useSignal } from "../parts/signal.ts";

export type Address = Readonly<{ path: string; query: URLSearchParams }>;

const here = signal<Address>(read());

function read(): Address {
  return { path: decodeURI(location.pathname), query: new URLSearchParams(location.search) };
}

export function useAddress(): Address {
  return useSignal(here);
}

/** Open an address; what only narrows what is shown replaces the present one, so that Back leaves the page. */
export function go(href: string, how: { replace?: boolean } = {}): void {
  if (href === `${location.pathname}${location.search}`) return;
  history[how.replace ? "replaceState" : "pushState"](null, "", href);
  const before = here.value.path;
  here.value = read();
  if (here.value.path !== before) scrollTo(0, 0);
}

/** This address with some words of its query changed; null takes one away. */
export function changed(query: URLSearchParams, words: Readonly<Record<string, string | null>>, path = location.pathname): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(words)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return text ? `${path}?${text}` : path;
}

/** From now on links of this site are followed without loading the page anew. */
export function followLinks(isOurs: (path: string) => boolean): void {
  addEventListener("popstate", () => {
    here.value = read();
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (!isOurs(link.pathname) || link.getAttribute("href")?.startsWith("#")) return;
    event.preventDefault();
    go(`${link.pathname}${link.search}`);
  });
}
