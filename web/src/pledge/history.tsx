/** Everything that happened, the newest first, each with the day that it counts from and when it was recorded. */
import type { Enum } from "../graph/graphql.ts";
import { wordOf } from "../words/lists.ts";
import { day, instant, words } from "../words/words.ts";
import type { Pledge } from "./full.tsx";

const t = words({
  title: ["Riwayat", "History"],
  recorded: ["dicatat {at}", "recorded {at}"],
  more: ["{shown} terbaru dari {count}.", "The latest {shown} of {count}."],
});

export function History({ pledge }: { pledge: Pledge }) {
  const { nodes, totalCount } = pledge.history;
  return (
    <section>
      <h2>{t("title")}</h2>
      <ol class="plain entries timeline">
        {[...nodes].reverse().map((each, place) => (
          <li key={place}>
            <strong>{wordOf("Action", each.action as Enum<"Action">)}</strong> · {day(each.effectiveOn)}
            <br />
            <span class="soft">
              {each.actor} · {t("recorded", { at: instant(each.recordedAt) })}
            </span>
            {each.reason && <p>{each.reason}</p>}
          </li>
        ))}
      </ol>
      {totalCount > nodes.length && <p class="soft">{t("more", { shown: nodes.length, count: totalCount })}</p>}
    </section>
  );
}
