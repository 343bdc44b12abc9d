/** Sends what waits, one report after the other, in one tab at a time. */
import { asRefusal } from "../graph/answer.ts";
import { type Refusal, UNREACHABLE } from "../graph/asking.ts";
import { signal } from "../parts/signal.ts";
import type { Row } from "./row.ts";
import { sendRow } from "./sending.ts";
import { change, isOurs, recount, remove, rows } from "./store.ts";

/** How many this tab has sent; whoever shows what they change reads it anew. */
export const sent = signal(0);

/** What only the writer can mend. Everything else is tried again by itself. */
const THE_WRITERS: ReadonlySet<string> = new Set([
  "INVALID",
  "NOT_ALLOWED",
  "NOT_FOUND",
  "WRONG_STATE",
  "STALE",
  "CONFLICT",
  "IDEMPOTENCY_KEY_REUSED",
  "BAD_USER_INPUT",
]);

let running: Promise<void> | undefined;
let isAskedAgain = false;

/** Sends all that may be sent now; asked for while it runs, it looks once more for what has come. */
export function flush(): Promise<void> {
  isAskedAgain = true;
  running ??= alone(async () => {
    while (isAskedAgain) {
      isAskedAgain = false;
      await sendAll();
    }
  }).finally(() => {
    running = undefined;
    // Asked for between the last look and here.
    if (isAskedAgain) void flush();
  });
  return running;
}

/** Other tabs wait for their turn, and then find what this one has left. */
async function alone(work: () => Promise<void>): Promise<void> {
  if (navigator.locks) await navigator.locks.request("ikrar.outbox", work);
  else await work();
}

async function sendAll(): Promise<void> {
  for (const row of (await rows()).filter(({ refusal }) => refusal === null)) {
    if (isOurs(row) && !(await sendOne(row))) break;
  }
  await recount();
}

/** Whether to go on with the next: not while the service is out of reach, or knows us no more. */
async function sendOne(row: Row): Promise<boolean> {
  try {
    await sendRow(row);
  } catch (error) {
    const refusal = asRefusal(error);
    await change(row.id, (had) => settled(had, refusal));
    await recount();
    return THE_WRITERS.has(refusal.code) || refusal.code === "INTERNAL_SERVER_ERROR";
  }
  await remove(row.id);
  sent.value += 1;
  return true;
}

/** A row after a refusal: its writer's to mend, or to be sent again as it is. */
function settled(row: Row, { code, message }: Refusal): Row {
  const tried = { ...row, tries: row.tries + 1 };
  if (!THE_WRITERS.has(code)) return code === UNREACHABLE ? row : tried;
  // Files wait a week for their report. Those that have waited longer are handed in again before anybody is troubled.
  const now = new Date().toISOString();
  const isLate = row.photos.some(({ handedIn }) => handedIn && handedIn.expiresAt < now);
  if (!isLate) return { ...tried, refusal: { code, message } };
  return { ...tried, photos: row.photos.map((each) => ({ ...each, place: null, handedIn: null })) };
}
