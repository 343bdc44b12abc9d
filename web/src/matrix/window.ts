/** Which rows and columns stand in sight: thousands scroll as cheaply as sixty (web.md 3). */
import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { Density } from "./asked.ts";
import { MOST_PRINTED } from "./printing.ts";

/** Pixels. */
export const ROW_HEIGHT: Readonly<Record<Density, number>> = { padat: 26, biasa: 36, longgar: 52 };
const NARROWEST = 112;
const WIDEST = 176;
export const TOTAL_WIDTH = 104;
/** So many rows and columns are drawn beyond what is in sight, and so many come and go at once. */
const ROWS_BEYOND = 4;
const COLUMNS_BEYOND = 2;

export type Range = Readonly<{ from: number; to: number }>;
/** Columns share the room that there is. */
export type InSight = Readonly<{ rows: Range; columns: Range; columnWidth: number }>;
type Size = Readonly<{ rows: number; columns: number; rowHeight: number; headWidth: number }>;

/** Changes only when rows or columns come or go, not with every pixel. With `isWhole` all of it counts as in sight. */
export function useInSight(scroller: RefObject<HTMLElement | null>, size: Size, isWhole: boolean): InSight {
  const [sight, setSight] = useState<InSight>(() => inSight({ scrollTop: 0, scrollLeft: 0, clientHeight: 800, clientWidth: 1200 }, size));
  const { rows, columns, rowHeight, headWidth } = size;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const look = (): void => {
      const next = inSight(element, size);
      setSight((had) => (isSame(had, next) ? had : next));
    };
    look();
    const sized = new ResizeObserver(look);
    sized.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      sized.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [scroller, rows, columns, rowHeight, headWidth]);
  if (isWhole) return { ...sight, rows: { from: 0, to: Math.min(rows, MOST_PRINTED) }, columns: { from: 0, to: columns } };
  return sight;
}

type Scrolled = Readonly<{ scrollTop: number; scrollLeft: number; clientHeight: number; clientWidth: number }>;

function inSight({ scrollTop, scrollLeft, clientHeight, clientWidth }: Scrolled, size: Size): InSight {
  const room = clientWidth - size.headWidth - TOTAL_WIDTH;
  const columnWidth = Math.max(NARROWEST, Math.min(WIDEST, Math.floor(room / Math.max(1, size.columns))));
  return {
    rows: range(scrollTop, clientHeight, size.rowHeight, size.rows, ROWS_BEYOND),
    columns: range(scrollLeft, room, columnWidth, size.columns, COLUMNS_BEYOND),
    columnWidth,
  };
}

function range(start: number, length: number, each: number, count: number, beyond: number): Range {
  const first = Math.floor(start / each / beyond) - 1;
  const last = Math.ceil((start + Math.max(length, 0)) / each / beyond) + 1;
  const to = Math.min(count, last * beyond);
  return { from: Math.min(to, Math.max(0, first * beyond)), to };
}

function isSame(one: InSight, other: InSight): boolean {
  const numbers = ({ rows, columns, columnWidth }: InSight): number[] => [rows.from, rows.to, columns.from, columns.to, columnWidth];
  const others = numbers(other);
  return numbers(one).every((each, place) => each === others[place]);
}
