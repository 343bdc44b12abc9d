/** Printing: every row is read and drawn before the browser is asked, where otherwise only what is in sight is drawn. */
import { useCallback, useEffect, useState } from "preact/hooks";
import type { Sheet } from "./sheet.ts";

/** More rows make a book that nobody reads, and take the browser a minute to lay out. */
export const MOST_PRINTED = 2000;

type State = "idle" | "reading" | "whole";
export type Printing = Readonly<{
  /** Whether all rows and columns are drawn. */
  isWhole: boolean;
  isReading: boolean;
  start: () => void;
}>;

/** The button starts it, and so does Ctrl+P; it is over when the browser says so. */
export function usePrinting(sheet: Sheet, reach: (row: number) => void, isRefused: boolean): Printing {
  const [state, setState] = useState<State>("idle");
  const isRead = sheet.rows.length >= sheet.rowCount;
  const start = useCallback(() => setState("reading"), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "p") return;
      event.preventDefault();
      start();
    };
    const onEnd = (): void => setState("idle");
    addEventListener("keydown", onKey);
    addEventListener("afterprint", onEnd);
    return () => {
      removeEventListener("keydown", onKey);
      removeEventListener("afterprint", onEnd);
    };
  }, [start]);
  useEffect(() => {
    if (state !== "reading") return;
    // What could not be read is told above the matrix, and nothing is printed of half of it.
    if (isRefused) setState("idle");
    else if (isRead || sheet.rows.length >= MOST_PRINTED) setState("whole");
    else reach(Math.min(sheet.rowCount, MOST_PRINTED));
  }, [state, isRead, isRefused, sheet, reach]);
  useEffect(() => {
    if (state !== "whole") return undefined;
    // Drawn, laid out, and only then printed.
    const timer = setTimeout(() => print(), 50);
    return () => clearTimeout(timer);
  }, [state]);
  return { isWhole: state === "whole", isReading: state === "reading", start };
}
