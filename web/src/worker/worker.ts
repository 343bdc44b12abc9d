/**
 * The service worker: keeps the client itself, so that it opens without a connection; never an answer of the service.
 *
 * /graphql, /session and /evidence go past it untouched. The build writes FILES, what this release consists of, and
 * SCREENS, the addresses that the one page shows; one other byte in them is another worker, which waits to be let in.
 */
declare const FILES: readonly string[];
declare const SCREENS: readonly RegExp[];
declare const RELEASE: string;

const scope = self as unknown as ServiceWorkerGlobalScope;
const SHELL = "/";
const PATIENCE_MS = 3000;
/** Pages that have been open since the release before still ask for its files. */
const KEPT = 2;

scope.addEventListener("install", (event) => {
  event.waitUntil(fill());
});

async function fill(): Promise<void> {
  const cache = await caches.open(RELEASE);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: file.startsWith("/assets/") ? "default" : "reload" })));
}

scope.addEventListener("activate", (event) => {
  event.waitUntil(begin());
});

async function begin(): Promise<void> {
  const releases = await caches.keys();
  await Promise.all(releases.slice(0, -KEPT).map((release) => caches.delete(release)));
  await scope.clients.claim();
}

scope.addEventListener("message", ({ data, ports }) => {
  if (data === "files") ports[0]?.postMessage(FILES);
  if (data === "take over") void scope.skipWaiting();
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== scope.location.origin) return;
  if (request.mode === "navigate") {
    if (SCREENS.some((screen) => screen.test(pathname))) event.respondWith(page(request));
  } else if (FILES.includes(pathname) || pathname.startsWith("/assets/")) {
    event.respondWith(file(request));
  }
});

/** The page as the service has it now; the kept one when that takes too long or fails. */
async function page(request: Request): Promise<Response> {
  const shell = await (await caches.open(RELEASE)).match(SHELL);
  const fresh = fetch(request);
  if (shell === undefined) return fresh;
  const late = new Promise<Response>((settle) => {
    setTimeout(() => settle(shell), PATIENCE_MS);
  });
  const answer = fresh.then(
    (response) => (response.status < 500 ? response : shell),
    () => shell,
  );
  return Promise.race([answer, late]);
}

/** A file whose name says its content, of whichever release; the others are kept for when there is no connection. */
async function file(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const kept = await caches.match(request);
  if (kept && pathname.startsWith("/assets/")) return kept;
  if (!kept) return fetch(request);
  return fetch(request).catch(() => kept);
}
