/** The grid: a table of which only what is in sight is drawn, walked by keyboard as a grid of the ARIA practices. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { unchanged } from "../parts/unchanged.ts";
import { words } from "../words/words.ts";
import { wordOf } from "../words/lists.ts";
import type { Asked, CellKey } from "./asked.ts";
import { TotalCell, ValueCell } from "./cells.tsx";
import { type Place, walked } from "./keys.ts";
import type { Moves } from "./moves.ts";
import type { Row, Sheet } from "./sheet.ts";
import { type InSight, ROW_HEIGHT, TOTAL_WIDTH, useInSight } from "./window.ts";

const t = words({
  caption: ["Matriks komitmen: {rows} menurut {columns}", "Matrix of pledges: {rows} by {columns}"],
  total: ["Jumlah", "Total"],
  waiting: ["memuat…", "loading…"],
});

type Props = Readonly<{
  asked: Asked;
  sheet: Sheet;
  moves: Moves;
  open: (cell: CellKey) => void;
  reach: (row: number) => void;
  /** Whether all of it is drawn, for paper. */
  isWhole: boolean;
}>;

const HEAD_WIDTH = 260;

export function Grid({ asked, sheet, moves, open, reach, isWhole }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const headWidth = HEAD_WIDTH;
  const rowHeight = ROW_HEIGHT[asked.density];
  const sight = useInSight(scroller, { rows: sheet.rowCount, columns: sheet.columns.length, rowHeight, headWidth }, isWhole);
  const { at, onKeyDown, onFocus } = useWalk(scroller, sheet, { rowHeight, headWidth, columnWidth: sight.columnWidth }, open, asked.cell !== null);
  useEffect(() => reach(sight.rows.to), [sight.rows.to, reach]);
  const width = headWidth + sheet.columns.length * sight.columnWidth + TOTAL_WIDTH;
  const opened = (event: MouseEvent): void => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-i]") : null;
    const key = cell && keyAt(sheet, { i: Number(cell.dataset["i"]), j: Number(cell.dataset["j"]) });
    if (key) open(key);
  };
  return (
    <div ref={scroller} class={`scroller ${asked.density}`} onClick={opened} onKeyDown={onKeyDown} onFocusCapture={onFocus}>
      <table role="grid" aria-rowcount={sheet.rowCount + 2} aria-colcount={sheet.columns.length + 2} style={{ width: `${width}px` }}>
        <caption class="said">
          {t("caption", { rows: wordOf("MatrixAxis", asked.rows), columns: wordOf("MatrixAxis", asked.columns) })}
        </caption>
        <colgroup>
          <col style={{ width: `${headWidth}px` }} />
          {sheet.columns.map((column) => (
            <col key={column.key} style={{ width: `${sight.columnWidth}px` }} />
          ))}
          <col style={{ width: `${TOTAL_WIDTH}px` }} />
        </colgroup>
        <Heads sheet={sheet} sight={sight} asked={asked} />
        <tbody>
          <Gap height={sight.rows.from * rowHeight} />
          {numbers(sight.rows).map((i) => (
            <Line
              key={sheet.rows[i]?.key ?? `…${i}`}
              {...{ i, sheet, asked, moves }}
              {...sight.columns}
              at={at.i === i ? at.j : -1}
              height={rowHeight}
            />
          ))}
          <Gap height={(sheet.rowCount - sight.rows.to) * rowHeight} />
        </tbody>
        <Foot {...{ sheet, sight, asked, at }} />
      </table>
    </div>
  );
}

export function numbers({ from, to }: { from: number; to: number }): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** What is scrolled away above or below: its height alone. */
function Gap({ height }: { height: number }) {
  return height > 0 ? <tr aria-hidden="true" style={{ height: `${height}px` }} /> : null;
}

function Heads({ sheet, sight, asked }: { sheet: Sheet; sight: InSight; asked: Asked }) {
  const { from, to } = sight.columns;
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" class="corner">
          {wordOf("MatrixAxis", asked.rows)}
        </th>
        {from > 0 && <td aria-hidden="true" colSpan={from} />}
        {sheet.columns.slice(from, to).map((column, index) => (
          <th key={column.key} scope="col" aria-colindex={from + index + 2} title={column.label}>
            {column.label}
          </th>
        ))}
        {to < sheet.columns.length && <td aria-hidden="true" colSpan={sheet.columns.length - to} />}
        <th scope="col" class="total" aria-colindex={sheet.columns.length + 2}>
          {t("total")}
        </th>
      </tr>
    </thead>
  );
}

type LineProps = Readonly<{
  i: number;
  sheet: Sheet;
  /** The columns in sight. */
  from: number;
  to: number;
  asked: Asked;
  moves: Moves;
  /** The column that takes the focus in this row; -1 for none. */
  at: number;
  height: number;
}>;

const Line = unchanged(function Line({ i, sheet, from, to, asked, moves, at, height }: LineProps) {
  const row = sheet.rows[i];
  const style = { height: `${height}px` };
  if (!row) {
    return (
      <tr aria-rowindex={i + 2} style={style} class="waiting">
        <th scope="row">{t("waiting")}</th>
        <td colSpan={sheet.columns.length + 1} />
      </tr>
    );
  }
  return (
    <tr aria-rowindex={i + 2} style={style}>
      <RowHead row={row} />
      {from > 0 && <td aria-hidden="true" colSpan={from} />}
      {numbers({ from, to }).map((j) => (
        <ValueCell key={j} {...{ i, j, sheet, row, asked, moves }} isAt={at === j} />
      ))}
      {to < sheet.columns.length && <td aria-hidden="true" colSpan={sheet.columns.length - to} />}
      <TotalCell counts={row.total} shown={asked.shown} i={i} j={sheet.columns.length} isAt={at === sheet.columns.length} />
    </tr>
  );
});

function RowHead({ row }: { row: Row }) {
  return (
    <th scope="row" title={row.note ? `${row.label}, ${row.note}` : row.label}>
      <span class="label">{row.label}</span>
      {row.note && <span class="note">{row.note}</span>}
    </th>
  );
}

function Foot({ sheet, sight, asked, at }: Readonly<{ sheet: Sheet; sight: InSight; asked: Asked; at: Place }>) {
  const { from, to } = sight.columns;
  const i = sheet.rowCount;
  return (
    <tfoot>
      <tr aria-rowindex={i + 2}>
        <th scope="row">{t("total")}</th>
        {from > 0 && <td aria-hidden="true" colSpan={from} />}
        {numbers({ from, to }).map((j) => (
          <TotalCell key={j} counts={sheet.below[j]} shown={asked.shown} i={i} j={j} isAt={at.i === i && at.j === j} />
        ))}
        {to < sheet.columns.length && <td aria-hidden="true" colSpan={sheet.columns.length - to} />}
        <TotalCell counts={sheet.all ?? undefined} shown={asked.shown} i={i} j={sheet.columns.length} isAt={at.i === i && at.j === sheet.columns.length} />
      </tr>
    </tfoot>
  );
}

/** The keys of a cell by its place; the last row and column are totals. */
function keyAt(sheet: Sheet, { i, j }: Place): CellKey | null {
  const row = i === sheet.rowCount ? null : sheet.rows[i]?.key;
  const column = j === sheet.columns.length ? null : sheet.columns[j]?.key;
  return row === undefined || column === undefined ? null : { row, column };
}

/** Pixels. */
type Sizes = Readonly<{ rowHeight: number; headWidth: number; columnWidth: number }>;

/** One cell takes the focus; the keys move it, scroll to it and open it. */
function useWalk(
  scroller: { current: HTMLDivElement | null },
  sheet: Sheet,
  sizes: Sizes,
  open: (cell: CellKey) => void,
  isOpen: boolean,
) {
  const [at, setAt] = useState<Place>({ i: 0, j: 0 });
  // Keys may come quicker than the page is drawn: each goes on from where the one before it led.
  const latest = useRef(at);
  const isOurs = useRef(false);
  const move = (next: Place): void => {
    latest.current = next;
    setAt(next);
  };
  const [turn, setTurn] = useState(0);
  const wasOpen = useRef(false);
  useEffect(() => {
    // What was opened is closed: the walk goes on where it stood.
    if (wasOpen.current && !isOpen) setTurn((had) => had + 1);
    wasOpen.current = isOpen;
  }, [isOpen]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || turn === 0) return undefined;
    showPlace(element, at, sheet, sizes);
    // Drawn after the scroll; then the cell is there to take the focus.
    const frame = requestAnimationFrame(() => {
      isOurs.current = true;
      element.querySelector<HTMLElement>(`[data-i="${at.i}"][data-j="${at.j}"]`)?.focus({ preventScroll: true });
      isOurs.current = false;
    });
    return () => cancelAnimationFrame(frame);
  }, [turn]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" || event.key === " ") {
      const key = keyAt(sheet, latest.current);
      if (key) open(key);
      event.preventDefault();
      return;
    }
    const next = walked(event, latest.current, { rows: sheet.rowCount, columns: sheet.columns.length });
    if (next === null) return;
    event.preventDefault();
    move(next);
    setTurn((had) => had + 1);
  };
  const onFocus = (event: FocusEvent): void => {
    const cell = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-i]") : null;
    if (cell && !isOurs.current) move({ i: Number(cell.dataset["i"]), j: Number(cell.dataset["j"]) });
  };
  return { at, onKeyDown, onFocus };
}

/** Scrolls until a cell stands free of the heads and the totals around it. */
function showPlace(element: HTMLElement, at: Place, sheet: Sheet, { rowHeight, headWidth, columnWidth }: Sizes): void {
  if (at.i < sheet.rowCount) {
    const head = element.querySelector("thead")?.clientHeight ?? 0;
    const foot = element.querySelector("tfoot")?.clientHeight ?? 0;
    const top = at.i * rowHeight;
    const room = element.clientHeight - head - foot;
    element.scrollTop = Math.min(top, Math.max(element.scrollTop, top + rowHeight - room));
  }
  if (at.j < sheet.columns.length) {
    const left = at.j * columnWidth;
    const room = element.clientWidth - headWidth - TOTAL_WIDTH;
    element.scrollLeft = Math.min(left, Math.max(element.scrollLeft, left + columnWidth - room));
  }
}
