/** What the address asks of the matrix, and back: whatever is seen can be shared as a link. */
import type { Enum } from "../graph/graphql.ts";
import type { VariablesOf } from "../graph/graphql.ts";
import type { MatrixPage } from "./documents.ts";

export type Axis = Enum<"MatrixAxis">;
export type Filter = NonNullable<VariablesOf<typeof MatrixPage>["filter"]>;

/** Axes by their words in the address. */
export const AXES: Readonly<Record<string, Axis>> = {
  instansi: "AGENCY",
  jenis: "AGENCY_KIND",
  spm: "SPM_AREA",
  provinsi: "PROVINCE",
  kabupaten: "REGENCY",
  kecamatan: "DISTRICT",
  desa: "VILLAGE",
  posyandu: "POSYANDU",
  rapat: "MEETING",
  tahun: "FISCAL_YEAR",
  dana: "FUNDING_SOURCE",
  pelaksanaan: "EXECUTION",
  telaah: "VERDICT",
  waktu: "TIMELINESS",
};

export const SHOWN = ["status", "jumlah", "capaian", "terlambat"] as const;
export type Shown = (typeof SHOWN)[number];
export const DENSITIES = ["padat", "biasa", "longgar"] as const;
export type Density = (typeof DENSITIES)[number];

export type Asked = Readonly<{
  rows: Axis;
  columns: Axis;
  shown: Shown;
  density: Density;
  /** A day of the calendar; null is today, and live. */
  asOf: string | null;
  /** What to compare with: a day, or the id of a meeting. */
  since: string | null;
  /** Whether rows on which nothing stands, and nothing is owed, are shown too. */
  showsEmpty: boolean;
  cell: CellKey | null;
  /** A pledge that is read beside the cell, by its reference. */
  pledge: string | null;
  filter: Filter;
}>;

/** A cell by its keys; null is the total over that axis. */
export type CellKey = Readonly<{ row: string | null; column: string | null }>;

const ALL = "*";

export function wordOfAxis(axis: Axis): string {
  return Object.keys(AXES).find((word) => AXES[word] === axis) ?? "instansi";
}

export function readAsked(query: URLSearchParams): Asked {
  const rows = AXES[query.get("baris") ?? ""] ?? "AGENCY";
  const columns = AXES[query.get("kolom") ?? ""] ?? (rows === "SPM_AREA" ? "AGENCY_KIND" : "SPM_AREA");
  return {
    rows,
    columns: columns === rows ? (rows === "SPM_AREA" ? "AGENCY_KIND" : "SPM_AREA") : columns,
    shown: oneOf(SHOWN, query.get("nilai")),
    density: oneOf(DENSITIES, query.get("kerapatan"), "biasa"),
    asOf: dayIn(query.get("tanggal")),
    since: query.get("sejak"),
    showsEmpty: query.has("kosong"),
    cell: readCell(query),
    pledge: query.get("komitmen"),
    filter: readFilter(query),
  };
}

function oneOf<Value extends string>(values: readonly Value[], given: string | null, otherwise = values[0]): Value {
  return values.find((each) => each === given) ?? (otherwise as Value);
}

function dayIn(given: string | null): string | null {
  return given !== null && /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given)) ? given : null;
}

function readCell(query: URLSearchParams): CellKey | null {
  const [row, column] = [query.get("sel"), query.get("selkolom")];
  if (row === null || column === null) return null;
  return { row: row === ALL ? null : row, column: column === ALL ? null : column };
}

export function cellWords(cell: CellKey | null): Record<string, string | null> {
  if (cell === null) return { sel: null, selkolom: null, komitmen: null };
  return { sel: kept(cell.row), selkolom: kept(cell.column), komitmen: null };
}

/** A key may be empty (pledges without a value), and an empty word would fall out of the address. */
function kept(key: string | null): string {
  return key === null ? ALL : key === "" ? "-" : key;
}

function readFilter(query: URLSearchParams): Filter {
  const text = (name: string): string | undefined => query.get(name)?.trim() || undefined;
  const list = (name: string): string[] | undefined => {
    const found = text(name)?.split(",").filter(Boolean);
    return found?.length ? found : undefined;
  };
  const year = Number(text("tahun-anggaran"));
  const given = {
    within: text("wilayah"),
    region: text("milik"),
    agency: text("instansi"),
    area: text("bidang"),
    meeting: text("rapat"),
    execution: list("pelaksanaan"),
    timeliness: list("ketepatan"),
    verdict: text("telaah"),
    fundingSource: text("dana"),
    fiscalYear: Number.isInteger(year) && year > 0 ? year : undefined,
    search: text("cari"),
    synthetic: text("buatan") === undefined ? undefined : text("buatan") === "ya",
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Filter;
}

/** The words of the address that narrow what is shown. */
export const NARROWING = [
  "wilayah", "milik", "instansi", "bidang", "rapat", "pelaksanaan", "ketepatan", "telaah", "dana", "tahun-anggaran", "cari", "buatan",
] as const;
export type Narrowing = (typeof NARROWING)[number];

/** The filter of the pledges behind a cell. */
export function filterOf(asked: Asked, cell: CellKey): Filter {
  const at = [
    ...(cell.row === null ? [] : [{ axis: asked.rows, key: keyOf(cell.row) }]),
    ...(cell.column === null ? [] : [{ axis: asked.columns, key: keyOf(cell.column) }]),
  ];
  return at.length ? { ...asked.filter, at } : asked.filter;
}

function keyOf(word: string): string {
  return word === "-" ? "" : word;
}
