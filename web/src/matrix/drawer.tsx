/** Beside the grid: what stands behind a cell; for a gap, what can be done about it. */
import { useEffect, useRef } from "preact/hooks";
import { changed, useAddress } from "../address/address.ts";
import { useAnswer } from "../graph/answer.ts";
import type { Enum, ResultOf } from "../graph/graphql.ts";
import type { GapAbout } from "../gaps/act.tsx";
import { later } from "../parts/later.tsx";
import { Refused } from "../parts/refused.tsx";
import { PledgeCard } from "../parts/pledge-list.tsx";
import { acting } from "../session/present.ts";
import { wordOf } from "../words/lists.ts";
import { day, words } from "../words/words.ts";
import { type Asked, type CellKey, cellWords, filterOf } from "./asked.ts";
import { CellMoves, CellPledges } from "./documents.ts";
import { pointsOf } from "./moves.ts";
import type { Sheet } from "./sheet.ts";

const t = words({
  all: ["Semua", "All"],
  close: ["Tutup", "Close"],
  previous: ["Sel sebelumnya", "Previous cell"],
  next: ["Sel berikutnya", "Next cell"],
  pledges: ["{count} komitmen", "{count} pledges"],
  moved: ["Yang bergerak sejak {day}", "What moved since {day}"],
  gap: ["Belum ada komitmen di sini.", "Nothing has been promised here."],
  full: ["Buka sebagai halaman", "Open as a page"],
  closePledge: ["Tutup komitmen", "Close the pledge"],
  more: ["Hanya 50 pertama yang ditampilkan.", "Only the first 50 are shown."],
});

const GapActs = later(() => import("../gaps/act.tsx"));
const FullPledge = later(() => import("../pledge/full.tsx"));

type Props = Readonly<{ asked: Asked; cell: CellKey; sheet: Sheet; close: () => void }>;
type Pledge = ResultOf<typeof CellPledges>["pledges"]["nodes"][number];

export function Drawer({ asked, cell, sheet, close }: Props) {
  const { query } = useAddress();
  const place = useRef<HTMLElement>(null);
  const { data, refusal, again, isAsking } = useAnswer(CellPledges, { filter: filterOf(asked, cell), asOf: asked.asOf });
  useEffect(() => {
    const closing = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !document.querySelector(":popover-open, dialog[open]")) close();
    };
    addEventListener("keydown", closing);
    return () => removeEventListener("keydown", closing);
  }, [close]);
  useEffect(() => place.current?.focus({ preventScroll: true }), [cell.row, cell.column]);
  const gap = gapAt(asked, cell);
  const acts = acting()?.role === "SECRETARIAT" && asked.asOf === null;
  const row = nameOf(sheet.rows, cell.row);
  const column = nameOf(sheet.columns, cell.column);
  return (
    <aside class="drawer" aria-label={`${row} × ${column}`} ref={place} tabIndex={-1}>
      <header class="row between">
        <h2>
          {row} × {column}
        </h2>
        <span class="row">
          <Step to={-1} {...{ sheet, cell, query }} />
          <Step to={1} {...{ sheet, cell, query }} />
          <button type="button" onClick={close} aria-label={t("close")}>
            ✕
          </button>
        </span>
      </header>
      <div class={asked.pledge ? "beside" : ""}>
        <div aria-busy={isAsking}>
          <Refused refusal={refusal} again={again} />
          {data && <Listed pledges={data.pledges.nodes} count={data.pledges.totalCount} query={query} />}
          {data?.pledges.totalCount === 0 && gap && acts && <GapActs gap={gap} again={again} />}
          <Moved asked={asked} cell={cell} />
        </div>
        {asked.pledge && (
          <div class="beside-pledge">
            <p class="row between">
              <a href={`/komitmen/${asked.pledge}`}>{t("full")}</a>
              <a href={changed(query, { komitmen: null })}>{t("closePledge")}</a>
            </p>
            <FullPledge key={asked.pledge} reference={asked.pledge} asOf={asked.asOf} />
          </div>
        )}
      </div>
    </aside>
  );
}

/** The gap that an empty cell is, where its place or agency owes something in its area. */
function gapAt({ rows, columns }: Asked, { row, column }: CellKey): GapAbout | null {
  const [axis, key, area] = columns === "SPM_AREA" ? [rows, row, column] : rows === "SPM_AREA" ? [columns, column, row] : [];
  if (!axis || !key || !area || key === "-" || area === "-") return null;
  const about = { posyandu: null, region: null, agency: null, meeting: null, area: { code: area as Enum<"SpmAreaCode"> } };
  if (axis === "POSYANDU") return { ...about, kind: "NOTHING_PROMISED", posyandu: { id: key } };
  if (axis === "AGENCY") return { ...about, kind: "NO_PLEDGE_FOR_MANDATE", agency: { id: key } };
  const isPlace = axis === "PROVINCE" || axis === "REGENCY" || axis === "DISTRICT" || axis === "VILLAGE";
  return isPlace ? { ...about, kind: "NOTHING_PROMISED", region: { code: key } } : null;
}

function nameOf(heads: readonly Readonly<{ key: string; label: string }>[], key: string | null): string {
  if (key === null) return t("all");
  const word = key === "-" ? "" : key;
  return heads.find((each) => each.key === word)?.label ?? key;
}

/** The cell beside this one in its row, and at the end of it the first of the next. */
function Step({ to, sheet, cell, query }: { to: 1 | -1; sheet: Sheet; cell: CellKey; query: URLSearchParams }) {
  const wide = sheet.columns.length;
  const i = sheet.rows.findIndex(({ key }) => key === (cell.row === "-" ? "" : cell.row));
  const j = sheet.columns.findIndex(({ key }) => key === (cell.column === "-" ? "" : cell.column));
  if (i < 0 || j < 0) return null;
  const at = i * wide + j + to;
  const row = sheet.rows[Math.floor(at / wide)];
  const column = sheet.columns[((at % wide) + wide) % wide];
  if (at < 0 || !row || !column) return null;
  const name = t(to === 1 ? "next" : "previous");
  return (
    <a class="button" href={changed(query, cellWords({ row: row.key, column: column.key }))} aria-label={name} title={name}>
      {to === 1 ? "›" : "‹"}
    </a>
  );
}

function Listed({ pledges, count, query }: { pledges: readonly Pledge[]; count: number; query: URLSearchParams }) {
  if (count === 0) return <p>{t("gap")}</p>;
  return (
    <>
      <p class="soft">{t("pledges", { count })}</p>
      <ol class="cards">
        {pledges.map((each) => (
          <li key={each.reference}>
            <PledgeCard pledge={each} href={changed(query, { komitmen: each.reference })} />
          </li>
        ))}
      </ol>
      {count > pledges.length && <p class="soft">{t("more")}</p>}
    </>
  );
}

function Moved({ asked, cell }: { asked: Asked; cell: CellKey }) {
  const points = pointsOf(asked);
  const at = filterOf({ ...asked, filter: {} }, cell).at ?? [];
  const question = points && { rows: asked.rows, columns: asked.columns, filter: asked.filter, ...points, at };
  const { data } = useAnswer(CellMoves, question);
  const moves = points && data?.matrixChanges;
  if (!moves || moves.pledges.totalCount === 0) return null;
  return (
    <section>
      <h3>{t("moved", { day: day(moves.fromOn) })}</h3>
      <ul class="plain">
        {moves.pledges.nodes.map(({ kinds, pledge }) => (
          <li key={pledge.reference}>
            <strong>{kinds.map((kind) => wordOf("ChangeKind", kind)).join(", ")}</strong>{" "}
            <a href={`/komitmen/${pledge.reference}`}>{pledge.title}</a> <span class="soft">{pledge.lead.shortName}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

