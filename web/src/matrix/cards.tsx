/** The matrix on a phone: each row is a card of its cells, with the same marks; what is empty and owes nothing is left out. */
import { useState } from "preact/hooks";
import { Mark, signWord } from "../parts/sign.tsx";
import { number, words } from "../words/words.ts";
import type { Asked, CellKey } from "./asked.ts";
import { textOf } from "./cells.tsx";
import { cellAt, type Row, type Sheet, signAt } from "./sheet.ts";

const t = words({
  total: ["{count} komitmen", "{count} pledges"],
  more: ["Tampilkan lagi", "Show more"],
  nothing: ["Tidak ada", "Nothing"],
});

type Props = Readonly<{ asked: Asked; sheet: Sheet; open: (cell: CellKey) => void; reach: (row: number) => void }>;

const STEP = 30;

export function Cards({ asked, sheet, open, reach }: Props) {
  const [shown, setShown] = useState(STEP);
  return (
    <>
      <ul class="plain phone-cards">
        {sheet.rows.slice(0, shown).map((row) => (
          <li key={row.key}>
            <Card {...{ asked, sheet, row, open }} />
          </li>
        ))}
      </ul>
      {shown < sheet.rowCount && (
        <button
          type="button"
          class="more"
          onClick={() => {
            reach(shown + STEP);
            setShown(shown + STEP);
          }}
        >
          {t("more")} ({number(sheet.rowCount - shown)})
        </button>
      )}
    </>
  );
}

function Card({ asked, sheet, row, open }: Readonly<{ asked: Asked; sheet: Sheet; row: Row; open: (cell: CellKey) => void }>) {
  const cells = sheet.columns.flatMap((column, place) => {
    const sign = signAt(sheet, row, place);
    return sign === "NONE" ? [] : [{ column, sign, counts: cellAt(sheet, row, place) }];
  });
  return (
    <article>
      <h2>
        {row.label} {row.note && <span class="soft">{row.note}</span>}
      </h2>
      <p class="soft">{row.total.pledges ? t("total", { count: row.total.pledges }) : t("nothing")}</p>
      <div class="row">
        {cells.map(({ column, sign, counts }) => (
          <button key={column.key} type="button" class={`sign-${sign}`} title={signWord(sign)} onClick={() => open({ row: row.key, column: column.key })}>
            <Mark of={sign} /> {column.label} {counts.pledges > 0 && <strong>{textOf(counts, asked.shown)}</strong>}
            <span class="said"> {signWord(sign)}</span>
          </button>
        ))}
      </div>
    </article>
  );
}
