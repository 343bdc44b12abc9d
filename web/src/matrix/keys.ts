/** The walk over the cells by keys (WAI-ARIA grid): where a key leads from a place. Pure. */

/** A row and a column from 0; the totals stand behind the last of each. */
export type Place = Readonly<{ i: number; j: number }>;
type Size = Readonly<{ rows: number; columns: number }>;
type Key = Readonly<{ key: string; ctrlKey: boolean; altKey: boolean; metaKey: boolean }>;

const PAGE = 10;

export function walked(event: Key, { i, j }: Place, { rows, columns }: Size): Place | null {
  if (event.altKey || event.metaKey) return null;
  const far = event.ctrlKey;
  const moved: Readonly<Record<string, Place>> = {
    ArrowUp: { i: i - 1, j },
    ArrowDown: { i: i + 1, j },
    ArrowLeft: { i, j: j - 1 },
    ArrowRight: { i, j: j + 1 },
    PageUp: { i: i - PAGE, j },
    PageDown: { i: i + PAGE, j },
    Home: { i: far ? 0 : i, j: 0 },
    End: { i: far ? rows : i, j: columns },
  };
  const next = moved[event.key];
  if (next === undefined || (far && event.key !== "Home" && event.key !== "End")) return null;
  return { i: Math.max(0, Math.min(rows, next.i)), j: Math.max(0, Math.min(columns, next.j)) };
}
