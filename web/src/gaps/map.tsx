/** A map of tiles: each place inside the region is a tile of its areas, coloured and marked as in the matrix. */
import { changed } from "../address/address.ts";
import type { Axis } from "../matrix/asked.ts";
import { useMatrix } from "../matrix/loading.ts";
import { cellAt, type Row, type Sheet, signAt } from "../matrix/sheet.ts";
import { Refused } from "../parts/refused.tsx";
import { Legend, Mark, SignDrawings, signWord } from "../parts/sign.tsx";
import { wordOf } from "../words/lists.ts";
import { number, words } from "../words/words.ts";

const t = words({
  inside: ["{level} di dalamnya; pilih petak untuk masuk lebih dalam.", "{level} inside; choose a tile to go further in."],
  posts: ["Posyandu di dalamnya.", "Its Posyandu."],
  cell: ["{area}: {sign}, {count} komitmen", "{area}: {sign}, {count} pledges"],
});

/** By the length of a region's code, what lies inside it. */
const INSIDE: Readonly<Record<number, Axis>> = { 2: "REGENCY", 5: "DISTRICT", 8: "VILLAGE" };
const UNCOUNTED = new Set(["", "LINTAS_BIDANG"]);

export function Tiles({ within, query }: { within: string; query: URLSearchParams }) {
  const rows = INSIDE[within.length] ?? "POSYANDU";
  const { sheet, refusal, again, isAsking } = useMatrix({
    rows,
    columns: "SPM_AREA",
    filter: { within },
    asOf: query.get("tanggal"),
    shown: "status",
    density: "biasa",
    since: null,
    showsEmpty: true,
    cell: null,
    pledge: null,
  });
  const places = sheet.rows.filter((row) => row.key && (row.key.startsWith(within) || rows === "POSYANDU"));
  return (
    <div aria-busy={isAsking}>
      <SignDrawings />
      <Refused refusal={refusal} again={again} />
      <p class="soft">{rows === "POSYANDU" ? t("posts") : t("inside", { level: wordOf("MatrixAxis", rows) })}</p>
      <Legend />
      <ul class="plain tiles">
        {places.map((row) => (
          <li key={row.key}>
            <Tile row={row} sheet={sheet} area={query.get("bidang")} href={rows === "POSYANDU" ? `/posyandu/${row.key}` : changed(query, { wilayah: row.key })} />
          </li>
        ))}
      </ul>
    </div>
  );
}

type TileProps = Readonly<{ row: Row; sheet: Sheet; area: string | null; href: string }>;

function Tile({ row, sheet, area, href }: TileProps) {
  return (
    <a class="tile" href={href}>
      <strong>{row.label}</strong>
      <span class="tile-areas">
        {sheet.columns.map((column, place) => {
          if (UNCOUNTED.has(column.key) || (area !== null && column.key !== area)) return null;
          const sign = signAt(sheet, row, place);
          const said = t("cell", { area: column.label, sign: signWord(sign), count: number(cellAt(sheet, row, place).pledges) });
          return (
            <span key={column.key} class={`sign-${sign}`} title={said}>
              <Mark of={sign} />
              <span class="said">{said}. </span>
            </span>
          );
        })}
      </span>
    </a>
  );
}
