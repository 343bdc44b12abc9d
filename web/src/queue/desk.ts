/** What is chosen, ticked and about to be returned in the queue, and what may be done with it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { changed, go, useAddress } from "../address/address.ts";
import { farewells } from "../session/present.ts";
import type { Verdict } from "./deciding.tsx";
import type { Waiting } from "./documents.ts";
import { decide, heldBatches, releaseAll, undo, type Word } from "./holding.ts";
import type { Does } from "./list.tsx";
import { useQueue } from "./waiting.ts";

const NONE: ReadonlySet<string> = new Set();
const USUAL: Verdict = "CONFORMS";

/** `mine` is the agency that verifies: it may not judge what it reported itself. */
export function useDesk(region: string | null, mine: string | undefined) {
  const { query } = useAddress();
  const queue = useQueue(region);
  const { waiting } = queue;
  const [ticks, setTicks] = useState(NONE);
  const [verdict, setVerdict] = useState<{ of: string; is: Verdict }>();
  const [returning, setReturning] = useState<string>();
  const [focusTurn, setFocusTurn] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  const opened = waiting.find(({ id }) => id === query.get("laporan"));
  const chosen = opened ?? waiting[0];

  const hrefOf = (report: Waiting | undefined): string => changed(query, { laporan: report?.id ?? null }, "/verifikasi");
  const open = (report: Waiting | undefined): void => go(hrefOf(report), { replace: true });
  const verdictOf = ({ id }: Waiting): Verdict => (verdict?.of === id ? verdict.is : USUAL);
  const toList = (): void => setFocusTurn((had) => had + 1);

  /** The next one is read at once, where one was. */
  const settle = (reports: readonly Waiting[], word: Word): void => {
    const ids = new Set(reports.map(({ id }) => id));
    const at = waiting.findIndex(({ id }) => id === chosen?.id);
    const next = [...waiting.slice(at), ...waiting.slice(0, at).reverse()].find(({ id }) => !ids.has(id));
    decide(reports, word);
    setTicks((had) => new Set([...had].filter((id) => !ids.has(id))));
    setReturning(undefined);
    open(opened && next);
  };
  const undone = (batch: string): void => {
    const [first] = undo(batch);
    if (opened || !isNarrow()) open(first?.report);
  };
  const deeds: Readonly<Record<Does, (report: Waiting) => void>> = {
    open: (report) => {
      open(report);
      heading.current?.focus();
    },
    tick: ({ id }) => setTicks((had) => turned(had, id)),
    giveBack: (report) => {
      open(report);
      setReturning(report.id);
    },
    accept: (report) => {
      settle([report], { decision: "ACCEPTED", verdict: verdictOf(report) });
      toList();
    },
  };
  return {
    ...{ ...queue, opened, chosen, ticks, returning, focusTurn, heading, hrefOf, verdictOf, settle, undone, toList },
    ticked: waiting.filter(({ id }) => ticks.has(id)),
    choose: (report: Waiting): void => {
      open(report);
      toList();
    },
    does: (what: Does, report: Waiting): void => {
      if (what === "open" || report.agency.id !== mine) deeds[what](report);
    },
    judge: (of: string, is: Verdict): void => setVerdict({ of, is }),
    giveBack: (report: Waiting | undefined): void => setReturning(report?.id),
    tickAll: (is: boolean): void =>
      setTicks(is ? new Set(waiting.filter(({ agency }) => agency.id !== mine).map(({ id }) => id)) : NONE),
  };
}

/** Where the list and the report are not seen together, as in queue.css. */
function isNarrow(): boolean {
  return matchMedia("(max-width: 720px)").matches;
}

function turned(had: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(had);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** What is held is sent when the page goes away, when another screen is opened, and before somebody signs out. */
export function useLeaving(): void {
  useEffect(() => {
    const leave = (): void => void releaseAll(true);
    const say = (): Promise<void> => releaseAll();
    addEventListener("pagehide", leave);
    farewells.add(say);
    return () => {
      removeEventListener("pagehide", leave);
      farewells.delete(say);
      void releaseAll();
    };
  }, []);
}

/** Ctrl+Z takes back the latest decision; in a field it belongs to what is typed. */
export function useUndo(undone: (batch: string) => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || isTyping(event.target)) return;
      const latest = heldBatches().at(-1)?.[0];
      if (!latest) return;
      event.preventDefault();
      undone(latest.batch);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "text");
}
