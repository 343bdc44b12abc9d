/** The outbox in the browser's database: what stands here survives reloads, and no sign-out takes it away. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { present } from "../session/present.ts";
import { countWaiting, type Counts } from "./count.ts";
import type { Row } from "./row.ts";

interface Outbox extends DBSchema {
  rows: { key: string; value: Row };
}

let opened: Promise<IDBPDatabase<Outbox>> | undefined;

function database(): Promise<IDBPDatabase<Outbox>> {
  opened ??= openDB<Outbox>("ikrar.outbox", 1, {
    upgrade: (made) => {
      made.createObjectStore("rows", { keyPath: "id" });
    },
    terminated: () => {
      opened = undefined;
    },
  });
  return opened;
}

/** All that wait on this device, of whomever, in the order in which they were saved. */
export async function rows(): Promise<readonly Row[]> {
  const found = await (await database()).getAll("rows");
  return found.sort((one, other) => one.savedAt.localeCompare(other.savedAt));
}

/** Keep a report, in the place of an earlier one of its writer when that was edited. */
export async function enqueue(row: Row, instead?: string): Promise<void> {
  const work = (await database()).transaction("rows", "readwrite");
  if (instead !== undefined) await work.store.delete(instead);
  await work.store.put(row);
  await work.done;
  await recount();
  // Once something waits, the browser is asked not to clear it when space is short.
  void navigator.storage?.persist?.();
}

/** What became of a row; undefined when it is there no more, and then it stays so. */
export async function change(id: string, next: (row: Row) => Row): Promise<Row | undefined> {
  const work = (await database()).transaction("rows", "readwrite");
  const row = await work.store.get(id);
  const changed = row && next(row);
  if (changed) await work.store.put(changed);
  await work.done;
  return changed;
}

export async function remove(id: string): Promise<void> {
  await (await database()).delete("rows", id);
  await recount();
}

/** Tell the chip, here and in other tabs, how much waits. */
export async function recount(): Promise<void> {
  const counts: Record<string, { waiting: number; refused: number }> = {};
  for (const { assignment, refusal } of await rows()) {
    const one = (counts[assignment] ??= { waiting: 0, refused: 0 });
    if (refusal) one.refused += 1;
    else one.waiting += 1;
  }
  countWaiting(counts satisfies Counts);
}

/** Those that may be sent now: of the person and the office under which they were written. */
export function isOurs(row: Row): boolean {
  return row.assignment === present.value?.assignment;
}
