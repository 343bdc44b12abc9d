/** Which rows and columns stand in sight: thousands scroll as cheaply as sixty (web.md 3). */
import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { Density } from "./asked.ts";

/** Pixels. */
export const ROW_HEIGHT: Readonly<Record<Density, number>> = { padat: 26, biasa: 36, longgar: 52 };
export const COLUMN_WIDTH = 112;
export const TOTAL_WIDTH = 104;
const BEYOND = 4;

export type Range = Readonly<{ from: number; to: number }>;
export type InSight = Readonly<{ rows: Range; columns: Range }>;

export function useInSight(
  scroller: RefObject<HTMLElement | null>,
  size: Readonly<{ rows: number; columns: number; rowHeight: number; headWidth: number }>,
): InSight {
  const [at, setAt] = useState({ top: 0, left: 0, height: 800, width: 1200 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const look = (): void => {
      const { scrollTop: top, scrollLeft: left, clientHeight: height, clientWidth: width } = element;
      setAt((had) => (had.top === top && had.left === left && had.height === height && had.width === width ? had : { top, left, height, width }));
    };
    look();
    const sized = new ResizeObserver(look);
    sized.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      sized.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [scroller]);
  return {
    rows: range(at.top, at.height, size.rowHeight, size.rows),
    columns: range(at.left, at.width - size.headWidth - TOTAL_WIDTH, COLUMN_WIDTH, size.columns),
  };
}

function range(start: number, length: number, each: number, count: number): Range {
  const from = Math.max(0, Math.floor(start / each) - BEYOND);
  const to = Math.min(count, Math.ceil((start + Math.max(length, 0)) / each) + BEYOND);
  return { from: Math.min(from, to), to };
}
