/** The service worker, by which the client opens without a connection; and what is said when a new release is there. */
import { signal, useSignal } from "../parts/signal.ts";
import { present } from "../session/present.ts";
import { words } from "../words/words.ts";

const t = words({
  there: ["Versi baru tersedia", "A new version is available"],
  load: ["Muat sekarang", "Load it now"],
});

/** The worker of a release that waits until this page lets it in. */
const next = signal<ServiceWorker | null>(null);

/** Who is signed in gets the worker; a passer-by is spared the download. */
export function keepWorker(): void {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!workers || !import.meta.env.PROD) return;
  const begin = (): void => {
    if (!present.value) return;
    stop();
    void workers.register("/sw.js", { updateViaCache: "none" }).then(follow);
  };
  const stop = present.watch(begin);
}

function follow(registration: ServiceWorkerRegistration): void {
  const look = (worker: ServiceWorker | null): void => {
    if (worker?.state === "installed" && registration.active) void offer(worker);
  };
  look(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => look(worker));
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && navigator.onLine) registration.update().catch(() => undefined);
  });
}

/** A page that came from the network after the release is of it already: nobody needs to be asked. */
async function offer(worker: ServiceWorker): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const files = await new Promise<readonly string[]>((settle) => {
    port1.onmessage = ({ data }: MessageEvent<readonly string[]>) => settle(data);
    worker.postMessage("files", [port2]);
  });
  const own = document.querySelector<HTMLScriptElement>("script[type=module]");
  if (own && files.includes(new URL(own.src).pathname)) worker.postMessage("take over");
  else next.value = worker;
}

export function NewRelease() {
  const worker = useSignal(next);
  if (!worker) return null;
  const load = (): void => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    worker.postMessage("take over");
  };
  return (
    <div role="status" class="release">
      {t("there")}
      <button type="button" onClick={load}>
        {t("load")}
      </button>
    </div>
  );
}
