/** The matrix as it is known so far: heads, and the packed numbers of each page of rows. Changed only by copying. */
import type { ResultOf } from "../graph/graphql.ts";
import { wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";
import type { Axis } from "./asked.ts";
import { type Counts, countsOf, type Head, isOwed, signOf } from "./counts.ts";
import type { MatrixFeet, MatrixPage } from "./documents.ts";
import type { Sign } from "../parts/sign.tsx";

export type Page = ResultOf<typeof MatrixPage>["matrix"];
export type Feet = ResultOf<typeof MatrixFeet>["matrix"];
type Header = Page["rows"][number];

export type Named = Head & Readonly<{ label: string; note: string }>;

export type Row = Named & Readonly<{ page: Page; place: number; total: Counts }>;

/** Where a page of rows begins: after this cursor (null: at the beginning), and at this row. */
export type Loaded = Readonly<{ after: string | null; from: number; page: Page }>;

export type Sheet = Readonly<{
  columns: readonly Named[];
  /** Of a shown column, its place among the columns of the answer. */
  places: readonly number[];
  rows: readonly Row[];
  pages: readonly Loaded[];
  /** How many rows there are in all, shown or not loaded yet. */
  rowCount: number;
  /** How many rows were read, and how many of those are left out because nothing stands there and nothing is owed. */
  read: number;
  hidden: number;
  asOf: string;
  below: readonly Counts[];
  all: Counts | null;
}>;

const t = words({ none: ["Tanpa {axis}", "No {axis}"] });

/** The sheet of these pages; what has no value on an axis is a row or a column only where something has none. */
export function sheetOf([rowAxis, columnAxis]: readonly [Axis, Axis], pages: readonly Loaded[], feet: Feet | undefined, showsEmpty: boolean): Sheet {
  const first = pages[0]?.page;
  const heads = first?.columns ?? [];
  const places = heads.flatMap((head, place) => (head.key || feet?.columnTotals[place]?.pledges ? [place] : []));
  const columns = places.map((place) => named(columnAxis, heads[place] as Header));
  const all = pages.flatMap(({ page }) => rowsOf(rowAxis, page));
  const rows = showsEmpty ? all : all.filter((row) => row.total.pledges > 0 || columns.some((column) => isOwed(row, column)));
  const read = pages.reduce((sum, { page }) => sum + page.rows.length, 0);
  const left = (first?.rowCount ?? 0) - read;
  return {
    columns,
    places,
    rows,
    pages,
    rowCount: rows.length + left,
    read,
    hidden: all.length - rows.length,
    asOf: first?.asOf ?? "",
    below: feet ? places.map((place) => countsOf(feet.columnTotals[place] ?? NOTHING)) : [],
    all: feet ? countsOf(feet.total) : null,
  };
}

const NOTHING = { pledges: 0, completed: 0, overdue: 0, progress: null, byExecution: [] };

function rowsOf(axis: Axis, page: Page): Row[] {
  return page.rows.flatMap((header, place) => {
    const total = countsOf(page.rowTotals[place] ?? NOTHING);
    if (!header.key && !total.pledges) return [];
    return [{ ...named(axis, header), page, place, total }];
  });
}

type Node = Readonly<{
  __typename: string;
  village?: { name: string };
  shortName?: string;
  mandates?: readonly { area: { code: string } }[];
  heldOn?: string | null;
}>;

function named(axis: Axis, header: Readonly<{ key: string; label: string; node?: unknown }>): Named {
  const node = (header.node ?? null) as Node | null;
  const mandates = node?.mandates ? new Set(node.mandates.map(({ area }) => area.code)) : null;
  return { axis, key: header.key, mandates, label: labelOf(axis, header), note: node?.village?.name ?? "" };
}

const LISTED = {
  SPM_AREA: "SpmAreaCode",
  AGENCY_KIND: "AgencyKind",
  EXECUTION: "Execution",
  VERDICT: "Verdict",
  TIMELINESS: "Timeliness",
} as const;

function labelOf(axis: Axis, header: Readonly<{ key: string; label: string }>): string {
  if (!header.key) return t("none", { axis: wordOf("MatrixAxis", axis).toLowerCase() });
  const list = LISTED[axis as keyof typeof LISTED];
  return list ? wordOf(list, header.key as never) : header.label;
}

/** The numbers of a cell, by the shown places of its row and column. */
export function cellAt(sheet: Sheet, row: Row, column: number): Counts {
  const at = row.place * row.page.columns.length + (sheet.places[column] as number);
  const { pledges, promised, running, reported, completed, overdue, progress } = row.page;
  return {
    pledges: pledges[at] ?? 0,
    promised: promised[at] ?? 0,
    running: running[at] ?? 0,
    reported: reported[at] ?? 0,
    completed: completed[at] ?? 0,
    overdue: overdue[at] ?? 0,
    progress: progress[at] ?? null,
  };
}

export function signAt(sheet: Sheet, row: Row, column: number): Sign {
  const counts = cellAt(sheet, row, column);
  return signOf(counts, counts.pledges === 0 && isOwed(row, sheet.columns[column] as Named));
}

/** How many gaps a sheet shows, among the rows that are loaded. */
export function gapsIn(sheet: Sheet): number {
  let gaps = 0;
  for (const row of sheet.rows) {
    for (let column = 0; column < sheet.columns.length; column++) {
      if (signAt(sheet, row, column) === "GAP") gaps++;
    }
  }
  return gaps;
}
