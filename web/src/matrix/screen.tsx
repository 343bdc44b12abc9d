/** The matrix: what is asked above, the grid, and beside it what stands behind a cell. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { changed, go, useAddress } from "../address/address.ts";
import { useSignal } from "../parts/signal.ts";
import { Refused } from "../parts/refused.tsx";
import { Legend, SignDrawings } from "../parts/sign.tsx";
import { wordOf } from "../words/lists.ts";
import { day, instant, percent, words } from "../words/words.ts";
import { type Asked, type CellKey, cellWords, NARROWING, readAsked } from "./asked.ts";
import { Drawer } from "./drawer.tsx";
import { Cards } from "./cards.tsx";
import { Grid } from "./grid.tsx";
import { useMatrix } from "./loading.ts";
import { moveWord, type Moves, totalsOf, useMoves } from "./moves.ts";
import { Narrowed } from "./narrowing.tsx";
import { MOST_PRINTED, usePrinting } from "./printing.ts";
import { gapsIn, type Sheet } from "./sheet.ts";
import { Time } from "./time.tsx";
import { Toolbar } from "./toolbar.tsx";
import { viewsKept, Views } from "./views.tsx";
import "../style/matrix.css";

const t = words({
  title: ["Matriks pemantauan", "Monitoring matrix"],
  pledges: ["{count} komitmen", "{count} pledges"],
  gaps: ["{count} celah di baris yang terbaca", "{count} gaps on the rows read"],
  overdue: ["{count} terlambat", "{count} overdue"],
  completed: ["{count} selesai", "{count} completed"],
  verified: ["{progress} terverifikasi", "{progress} verified"],
  asOf: ["Keadaan per {day}", "As of {day}"],
  nothing: ["Tidak ada yang cocok dengan saringan ini.", "Nothing matches this filter."],
  clear: ["Hapus saringan", "Clear the filter"],
  moved: ["Sejak {day}:", "Since {day}:"],
  still: ["Tidak ada yang bergerak sejak {day}.", "Nothing has moved since {day}."],
  controls: ["Atur tampilan", "Arrange the view"],
  hidden: ["{count} baris tanpa komitmen tidak ditampilkan.", "{count} rows without pledges are not shown."],
  showEmpty: ["Tampilkan", "Show them"],
  hideEmpty: ["Sembunyikan baris tanpa komitmen", "Hide rows without pledges"],
  print: ["Cetak", "Print"],
  reading: ["Membaca semua baris …", "Reading all rows …"],
  printed: ["{rows} menurut {columns} · dicetak {at} · {address}", "{rows} by {columns} · printed {at} · {address}"],
  cut: ["Hanya {most} dari {count} baris; persempit saringannya untuk sisanya.", "Only {most} of {count} rows; narrow the filter for the rest."],
});

export default function Matrix() {
  const { query } = useAddress();
  const asked = readAsked(query);
  const { sheet, refusal, isAsking, again, reach } = useMatrix(asked);
  const moves = useMoves(asked, sheet.pages[0]);
  useSignal(viewsKept);
  const isPhone = useIsPhone();
  const printing = usePrinting(sheet, reach, refusal !== undefined);
  const Shown = isPhone && !printing.isWhole ? Cards : Grid;
  const open = useCallback((cell: CellKey) => go(changed(new URLSearchParams(location.search), cellWords(cell))), []);
  const close = useCallback(() => {
    go(changed(new URLSearchParams(location.search), cellWords(null)));
  }, []);
  return (
    <section class={asked.cell ? (asked.pledge ? "matrix opened wider" : "matrix opened") : "matrix"}>
      <SignDrawings />
      <div class="matrix-head">
        <div class="row between">
          <h1>{t("title")}</h1>
          <div class="row">
            <Views />
            <button type="button" class="quiet" disabled={printing.isReading} onClick={printing.start}>
              {t(printing.isReading ? "reading" : "print")}
            </button>
          </div>
        </div>
        <details class="controls" open={!isPhone}>
          <summary>{t("controls")}</summary>
          <Toolbar asked={asked} />
          <Time asked={asked} />
          <Narrowed query={query} />
        </details>
        <Summary sheet={sheet} moves={moves} asked={asked} />
        {printing.isWhole && <OnPaper asked={asked} sheet={sheet} />}
        <Legend />
        {(sheet.hidden > 0 || asked.showsEmpty) && <EmptyRows hidden={sheet.hidden} query={query} />}
        <Refused refusal={refusal} again={again} />
      </div>
      {sheet.all?.pledges === 0 && sheet.rowCount === 0 && !isAsking ? (
        <Empty query={query} />
      ) : (
        <div aria-busy={isAsking} class="matrix-body">
          {sheet.columns.length ? <Shown {...{ asked, sheet, moves, open, reach }} isWhole={printing.isWhole} /> : <Skeleton />}
        </div>
      )}
      {asked.cell && <Drawer asked={asked} cell={asked.cell} sheet={sheet} close={close} />}
    </section>
  );
}

/** Whether the window is as narrow as a phone: a matrix of columns would leave no room for its cells. */
function useIsPhone(): boolean {
  const [asked] = useState(() => matchMedia("(max-width: 640px)"));
  const [isPhone, setPhone] = useState(asked.matches);
  useEffect(() => {
    const look = (): void => setPhone(asked.matches);
    asked.addEventListener("change", look);
    return () => asked.removeEventListener("change", look);
  }, [asked]);
  return isPhone;
}

function Summary({ sheet, moves, asked }: { sheet: Sheet; moves: Moves; asked: Asked }) {
  if (!sheet.all) return <p class="summary">&nbsp;</p>;
  const { pledges, overdue, completed, progress } = sheet.all;
  const gaps = gapsIn(sheet);
  const counted = [
    t("pledges", { count: pledges }),
    ...(gaps ? [t("gaps", { count: gaps })] : []),
    t("overdue", { count: overdue }),
    t("completed", { count: completed }),
    ...(progress === null ? [] : [t("verified", { progress: percent(progress) })]),
  ];
  return (
    <p class="summary" role="status">
      {asked.asOf && <strong>{t("asOf", { day: day(sheet.asOf) })}. </strong>}
      {counted.join(" · ")}
      {moves.total && moves.fromOn && (
        <span class="moved-all">
          {" "}
          {moves.total.changed ? t("moved", { day: day(moves.fromOn) }) : t("still", { day: day(moves.fromOn) })}{" "}
          {totalsOf(moves.total).map(moveWord).join(" · ")}
        </span>
      )}
    </p>
  );
}

/** What a sheet of paper has to say of itself: what it shows, when, and the address at which it is found again. */
function OnPaper({ asked, sheet }: { asked: Asked; sheet: Sheet }) {
  const [rows, columns] = [wordOf("MatrixAxis", asked.rows), wordOf("MatrixAxis", asked.columns)];
  const address = `${location.pathname}${decodeURIComponent(location.search)}`;
  return (
    <p class="summary">
      {t("printed", { rows, columns, at: instant(new Date().toISOString()), address })}
      {sheet.rowCount > MOST_PRINTED && <strong> {t("cut", { most: MOST_PRINTED, count: sheet.rowCount })}</strong>}
    </p>
  );
}

/** Rows on which nothing stands and nothing is owed say nothing: they are left out, and it is told how many. */
function EmptyRows({ hidden, query }: { hidden: number; query: URLSearchParams }) {
  return (
    <p class="summary soft">
      {hidden > 0 && `${t("hidden", { count: hidden })} `}
      <a href={changed(query, { kosong: hidden > 0 ? "ya" : null })}>{t(hidden > 0 ? "showEmpty" : "hideEmpty")}</a>
    </p>
  );
}

function Empty({ query }: { query: URLSearchParams }) {
  const without = Object.fromEntries(NARROWING.map((name) => [name, null]));
  return (
    <p class="page">
      {t("nothing")} <a href={changed(query, without)}>{t("clear")}</a>
    </p>
  );
}

/** Rows at their real height, so that nothing jumps when the numbers come. */
function Skeleton() {
  return (
    <div class="skeleton" aria-hidden="true">
      {Array.from({ length: 9 }, (_, index) => (
        <div key={index} />
      ))}
    </div>
  );
}

