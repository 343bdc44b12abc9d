/** What stands in a cell: a mark and a number, drawn by its class and read by its label; what moved there. */
import { Mark, signWord } from "../parts/sign.tsx";
import { number, percent, words } from "../words/words.ts";
import type { Asked, Shown } from "./asked.ts";
import type { Counts } from "./counts.ts";
import { type Move, type Moves, moveWord } from "./moves.ts";
import { cellAt, type Row, type Sheet, signAt } from "./sheet.ts";

const t = words({
  cell: ["{row}, {column}: {sign}", "{row}, {column}: {sign}"],
  counted: ["{pledges} komitmen, {completed} selesai, {overdue} terlambat", "{pledges} pledges, {completed} completed, {overdue} overdue"],
  verified: ["{progress} terverifikasi", "{progress} verified"],
  none: ["tidak dapat diukur", "not measurable"],
});

type Props = Readonly<{ i: number; j: number; sheet: Sheet; row: Row; asked: Asked; moves: Moves; isAt: boolean }>;

export function ValueCell({ i, j, sheet, row, asked, moves, isAt }: Props) {
  const counts = cellAt(sheet, row, j);
  const sign = signAt(sheet, row, j);
  const column = sheet.columns[j];
  const moved = column && moves.of(row.key, column.key);
  const named = t("cell", { row: row.label, column: column?.label ?? "", sign: signWord(sign) });
  const label = [named, counts.pledges ? t("counted", { ...counts }) : "", ...(moved ?? []).map(moveWord)];
  return (
    <td
      role="gridcell"
      class={`sign-${sign}`}
      data-i={i}
      data-j={j}
      tabIndex={isAt ? 0 : -1}
      aria-colindex={j + 2}
      aria-label={label.filter(Boolean).join(". ")}
    >
      <Mark of={sign} />
      <span>{counts.pledges ? textOf(counts, asked.shown) : ""}</span>
      {counts.pledges > 1 && <i class="parts" style={partsOf(counts)} />}
      {moved && <Moved moves={moved} />}
    </td>
  );
}

/** Where each part of the bar ends, in hundredths: verified, done, on its way, late; what is left ended unfinished. */
function partsOf({ pledges, completed, reported, overdue, promised, running }: Counts): Record<string, string> {
  const onTheWay = Math.max(0, promised + running - overdue);
  const ends = [completed, completed + reported, completed + reported + onTheWay, completed + reported + onTheWay + overdue];
  return Object.fromEntries(ends.map((end, place) => [`--p${place}`, `${Math.round((100 * Math.min(end, pledges)) / pledges)}%`]));
}

type TotalProps = Readonly<{ counts: Counts | undefined; shown: Shown; i: number; j: number; isAt: boolean }>;

export function TotalCell({ counts, shown, i, j, isAt }: TotalProps) {
  const said = counts ? `${t("counted", { ...counts })}, ${verified(counts)}` : "";
  return (
    <td role="gridcell" class="total" data-i={i} data-j={j} tabIndex={isAt ? 0 : -1} aria-colindex={j + 2} aria-label={said}>
      {counts && <span>{textOf(counts, shown === "status" ? "jumlah" : shown)}</span>}
    </td>
  );
}

function verified({ progress }: Counts): string {
  return progress === null ? t("none") : t("verified", { progress: percent(progress) });
}

/** In words of the chosen value: completed of all and what is late, all, what is verified, or what is late. */
export function textOf(counts: Counts, shown: Shown): string {
  switch (shown) {
    case "status":
      return counts.overdue
        ? `${number(counts.overdue)}/${number(counts.pledges)}`
        : counts.completed
          ? `${number(counts.completed)}/${number(counts.pledges)}`
          : number(counts.pledges);
    case "jumlah":
      return number(counts.pledges);
    case "capaian":
      return counts.progress === null ? "–" : percent(counts.progress);
    case "terlambat":
      return number(counts.overdue);
  }
}

function Moved({ moves }: { moves: readonly Move[] }) {
  return (
    <span class="moved" aria-hidden="true">
      {moves.map(({ kind }) => (
        <svg key={kind} class={`move-${kind}`} viewBox="0 0 16 16">
          <path d={DRAWN[kind]} />
        </svg>
      ))}
    </span>
  );
}

const DRAWN: Readonly<Record<Move["kind"], string>> = {
  NEW: "M8 3v10M3 8h10",
  ADVANCED: "M3 10l5-6 5 6",
  SLIPPED: "M3 6l5 6 5-6",
  COMPLETED: "M3 8.5l3.5 3.5L13 4.5",
  WITHDRAWN: "M4 4l8 8M12 4l-8 8",
  REOPENED: "M12.5 8A4.5 4.5 0 1 1 8 3.5h4M10 1l2.5 2.5L10 6",
};
