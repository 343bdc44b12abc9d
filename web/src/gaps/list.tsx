/** The list of gaps; for who works for the region, each can be marked as not applicable or turned into a request. */
import { useAnswer } from "../graph/answer.ts";
import type { Enum, ResultOf, VariablesOf } from "../graph/graphql.ts";
import { More } from "../parts/more.tsx";
import { Refused } from "../parts/refused.tsx";
import { Withdraw } from "../requests/settling.tsx";
import { acting } from "../session/present.ts";
import { wordOf } from "../words/lists.ts";
import { day, words } from "../words/words.ts";
import Act from "./act.tsx";
import { GapList } from "./documents.ts";

const t = words({
  count: ["{count} celah", "{count} gaps"],
  none: ["Tidak ada celah di sini.", "There is no gap here."],
  marked: ["Tidak berlaku: {reason} ({by}, {day})", "Not applicable: {reason} ({by}, {day})"],
  asked: ["Diminta dari {agency}: {state}, sampai {day}", "Asked of {agency}: {state}, by {day}"],
});

type Gap = ResultOf<typeof GapList>["gaps"]["nodes"][number];
type Filter = VariablesOf<typeof GapList>["filter"];

export function GapTable({ within, query }: { within: string; query: URLSearchParams }) {
  const kind = query.get("jenis") as Enum<"GapKind"> | null;
  const filter: Filter = {
    within,
    ...(kind && { kind: [kind] }),
    ...(query.get("bidang") && { area: query.get("bidang") as Enum<"SpmAreaCode"> }),
    ...(query.get("tingkat") && { level: query.get("tingkat") as Enum<"PlaceLevel"> }),
    includeMarked: query.has("ditandai"),
  };
  const after = query.get("sesudah");
  const { data, refusal, again, isAsking } = useAnswer(GapList, { filter, asOf: query.get("tanggal"), after });
  const gaps = data?.gaps;
  const acts = acting()?.role === "SECRETARIAT";
  return (
    <div aria-busy={isAsking}>
      <Refused refusal={refusal} again={again} />
      {gaps && <p class="soft">{gaps.totalCount ? t("count", { count: gaps.totalCount }) : t("none")}</p>}
      <ul class="plain entries">
        {gaps?.nodes.map((each) => (
          <li key={each.key}>
            <Line gap={each} acts={acts && query.get("tanggal") === null} again={again} />
          </li>
        ))}
      </ul>
      {gaps && <More query={query} page={gaps.pageInfo} />}
    </div>
  );
}

function Line({ gap, acts, again }: { gap: Gap; acts: boolean; again: () => void }) {
  const { notApplicable } = gap;
  return (
    <>
      <strong>{placeOf(gap)}</strong>
      {gap.area && <> · {wordOf("SpmAreaCode", gap.area.code)}</>}{" "}
      <span class={`chip ${gap.kind === "NOT_MOVING" ? "sign-LATE" : "sign-GAP"}`}>{wordOf("GapKind", gap.kind)}</span>
      {notApplicable && (
        <p class="soft">{t("marked", { reason: notApplicable.reason, by: notApplicable.markedBy, day: day(notApplicable.markedOn) })}</p>
      )}
      {gap.requests.map((each) => (
        <div key={each.id}>
          <p class="soft">
            {t("asked", { agency: each.agency.shortName, state: wordOf("RequestState", each.state), day: day(each.dueOn) })}
          </p>
          {acts && each.state === "OPEN" && <Withdraw id={each.id} again={again} />}
        </div>
      ))}
      {acts && !notApplicable && <Act gap={gap} again={again} />}
    </>
  );
}

function placeOf({ posyandu, region, agency, meeting }: Gap): string {
  const place = posyandu ? `${posyandu.name}, ${posyandu.village.name}` : region?.name;
  return [place, agency?.name, meeting?.title].filter(Boolean).join(" · ");
}
