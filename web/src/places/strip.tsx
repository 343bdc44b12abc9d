/** One row of the matrix: how each area stands for a place or an agency. */
import { useAnswer } from "../graph/answer.ts";
import { type Enum, graphql } from "../graph/graphql.ts";
import type { Filter } from "../matrix/asked.ts";
import { countsOf, signOf } from "../matrix/counts.ts";
import { Refused } from "../parts/refused.tsx";
import { Mark, signWord } from "../parts/sign.tsx";
import { wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";

const t = words({ pledges: ["{count} komitmen", "{count} pledges"] });

const Strip = graphql(`
  query Strip($filter: PledgeFilter) {
    matrix(rows: VERDICT, columns: SPM_AREA, filter: $filter, first: 0) {
      columns { key }
      columnTotals { pledges completed overdue progress byExecution { execution count } }
    }
  }
`);

const CROSS_CUTTING = "LINTAS_BIDANG";

export function AreaStrip({ filter, isOwed }: { filter: Filter; isOwed: boolean }) {
  const { data, refusal, again } = useAnswer(Strip, { filter });
  return (
    <>
      <Refused refusal={refusal} again={again} />
      <ul class="plain strip">
        {data?.matrix.columns.map(({ key }, place) => {
          const told = data.matrix.columnTotals[place];
          if (!key || !told) return null;
          const sign = signOf(countsOf(told), isOwed && key !== CROSS_CUTTING);
          return (
            <li key={key} class={`sign-${sign}`}>
              <strong>{wordOf("SpmAreaCode", key as Enum<"SpmAreaCode">)}</strong>
              <span>
                <Mark of={sign} /> {signWord(sign)}
              </span>
              {told.pledges > 0 && <span>{t("pledges", { count: told.pledges })}</span>}
            </li>
          );
        })}
      </ul>
    </>
  );
}
