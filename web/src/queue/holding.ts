/**
 * Decisions before they are sent. A verification stands for good once it is recorded, so what can be undone is the time
 * before: each is held for ten seconds, and sent at once when its page is left. Its key is made with it: whatever
 * happens on the way, it counts once.
 */
import { asRefusal } from "../graph/answer.ts";
import { type Refusal, send } from "../graph/asking.ts";
import type { VariablesOf } from "../graph/graphql.ts";
import { signal } from "../parts/signal.ts";
import { VerifyReport, type Waiting } from "./documents.ts";

type Input = VariablesOf<typeof VerifyReport>["input"];
/** What is decided, but of which report. */
export type Word = Pick<Input, "decision" | "verdict" | "reason">;

export type Decided = Readonly<{
  report: Waiting;
  input: Input;
  /** What was decided together is undone together. */
  batch: string;
  state: "held" | "sending" | "done" | "refused";
  refusal?: Refusal;
}>;

export const HOLD_MS = 10_000;

/** By the id of the report. */
export const decided = signal<ReadonlyMap<string, Decided>>(new Map());

const timers = new Map<string, ReturnType<typeof setTimeout>>();

export function decide(reports: readonly Waiting[], word: Word): void {
  const batch = crypto.randomUUID();
  put(
    reports.map((report) => ({
      report,
      input: { ...word, reportId: report.id, idempotencyKey: crypto.randomUUID() },
      batch,
      state: "held",
    })),
  );
  timers.set(batch, setTimeout(() => void release(batch), HOLD_MS));
}

/** What is held, by batch, the latest last. */
export function heldBatches(): readonly (readonly Decided[])[] {
  const found = new Map<string, Decided[]>();
  for (const each of decided.value.values()) {
    if (each.state === "held") found.set(each.batch, [...(found.get(each.batch) ?? []), each]);
  }
  return [...found.values()];
}

export function undo(batch: string): readonly Decided[] {
  const taken = [...decided.value.values()].filter((each) => each.batch === batch && each.state === "held");
  stop(batch);
  const next = new Map(decided.value);
  for (const { report } of taken) next.delete(report.id);
  decided.value = next;
  return taken;
}

/** Send what nobody knows the end of again, with the key that it had. */
export function retry(one: Decided): void {
  void deliver({ ...one, state: "sending" });
}

/** That they were settled elsewhere was read: they stay out of the list. */
export function settle(those: readonly Decided[]): void {
  put(those.map(({ refusal: _, ...each }) => ({ ...each, state: "done" })));
}

/** Send all that is held; those of a page that is left outlive it. */
export async function releaseAll(isLeaving = false): Promise<void> {
  await Promise.all(heldBatches().map(([first]) => first && release(first.batch, isLeaving)));
}

async function release(batch: string, isLeaving = false): Promise<void> {
  stop(batch);
  const those = [...decided.value.values()].filter((each) => each.batch === batch && each.state === "held");
  const sending = those.map((each) => ({ ...each, state: "sending" }) as const);
  put(sending);
  if (isLeaving) await Promise.all(sending.map((each) => deliver(each, true)));
  else for (const each of sending) await deliver(each);
}

async function deliver(one: Decided, isLeaving = false): Promise<void> {
  put([one]);
  try {
    await send(VerifyReport, { input: one.input }, { keepalive: isLeaving });
    put([{ ...one, state: "done" }]);
  } catch (error) {
    put([{ ...one, state: "refused", refusal: asRefusal(error) }]);
  }
}

function put(those: readonly Decided[]): void {
  const next = new Map(decided.value);
  for (const each of those) next.set(each.report.id, each);
  decided.value = next;
}

function stop(batch: string): void {
  clearTimeout(timers.get(batch));
  timers.delete(batch);
}

/** Whether nothing is left to decide: it was decided here, by somebody else, or is not there any more. */
export function hasLeft(one: Decided | undefined): boolean {
  if (one === undefined) return false;
  return one.state !== "refused" || isSettledElsewhere(one);
}

export function isSettledElsewhere({ refusal }: Decided): boolean {
  return refusal?.code === "CONFLICT" || refusal?.code === "NOT_FOUND";
}
