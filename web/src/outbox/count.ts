/** How much waits to be sent: known to every screen without opening the outbox, which is fetched when there is need. */
import { signal } from "../parts/signal.ts";
import { present } from "../session/present.ts";

/** By assignment. */
export type Counts = Readonly<Record<string, Readonly<{ waiting: number; refused: number }>>>;

const KEPT = "ikrar.waiting";
const TURN_MS = 60_000;

/** A new object at each change, also when only what waits has changed and not how much. */
export const waiting = signal<Counts>(read());

function read(): Counts {
  try {
    return (JSON.parse(localStorage.getItem(KEPT) ?? "{}") as { counts?: Counts }).counts ?? {};
  } catch {
    return {};
  }
}

/** Told by the outbox, and by it alone. */
export function countWaiting(counts: Counts): void {
  // The time makes every change another text: other tabs hear of a change only.
  localStorage.setItem(KEPT, JSON.stringify({ counts, at: Date.now() }));
  waiting.value = counts;
}

/** What the present assignment has waiting. */
export function ours(): Readonly<{ waiting: number; refused: number }> {
  const assignment = present.value?.assignment;
  return (assignment && waiting.value[assignment]) || { waiting: 0, refused: 0 };
}

/** How much others have waiting on this device, or whoever is to sign in. */
export function others(): number {
  const assignment = present.value?.assignment;
  return Object.entries(waiting.value).reduce((sum, [of, one]) => sum + (of === assignment ? 0 : one.waiting + one.refused), 0);
}

/** From now on what waits is sent as soon as that may succeed. */
export function keepSending(): void {
  const wake = (): void => {
    if (ours().waiting > 0 && navigator.onLine) void import("./flushing.ts").then(({ flush }) => flush());
  };
  addEventListener("storage", (event) => {
    if (event.key === KEPT) waiting.value = read();
  });
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wake();
  });
  present.watch(wake);
  setInterval(wake, TURN_MS);
  wake();
}
