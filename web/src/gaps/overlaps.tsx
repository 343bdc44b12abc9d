/** What two agencies promise twice at the same place and time; marked as one effort, or dismissed with a reason. */
import { useAnswer } from "../graph/answer.ts";
import { send } from "../graph/asking.ts";
import type { Enum, ResultOf } from "../graph/graphql.ts";
import { More } from "../parts/more.tsx";
import { Refused } from "../parts/refused.tsx";
import { useSent } from "../parts/sent.ts";
import { acting } from "../session/present.ts";
import { words } from "../words/words.ts";
import { DismissOverlap, MarkJoint, OverlapList } from "./documents.ts";

const t = words({
  count: ["{count} tumpang tindih", "{count} overlaps"],
  none: ["Tidak ada tumpang tindih di sini.", "There is no overlap here."],
  both: ["Keduanya: {what}", "Both: {what}"],
  at: ["di {where}", "at {where}"],
  posts: ["{count} Posyandu", "{count} Posyandu"],
  joint: ["Upaya bersama: {reason}", "A joint effort: {reason}"],
  dismissed: ["Bukan tumpang tindih: {reason}", "No overlap: {reason}"],
  act: ["Tindak lanjuti", "Act on it"],
  reason: ["Alasan", "Reason"],
  markJoint: ["Tandai upaya bersama", "Mark as a joint effort"],
  dismiss: ["Bukan tumpang tindih", "It is no overlap"],
});

type Overlap = ResultOf<typeof OverlapList>["overlaps"]["nodes"][number];

export function Overlaps({ within, query }: { within: string; query: URLSearchParams }) {
  const filter = {
    within,
    ...(query.get("bidang") && { area: query.get("bidang") as Enum<"SpmAreaCode"> }),
    includeMarked: query.has("ditandai"),
  };
  const variables = { filter, asOf: query.get("tanggal"), after: query.get("sesudah") };
  const { data, refusal, again, isAsking } = useAnswer(OverlapList, variables);
  const overlaps = data?.overlaps;
  const acts = acting()?.role === "SECRETARIAT" && query.get("tanggal") === null;
  return (
    <div aria-busy={isAsking}>
      <Refused refusal={refusal} again={again} />
      {overlaps && <p class="soft">{overlaps.totalCount ? t("count", { count: overlaps.totalCount }) : t("none")}</p>}
      <ul class="plain entries">
        {overlaps?.nodes.map((each) => (
          <li key={each.one.id + each.other.id}>
            <Line overlap={each} acts={acts} again={again} />
          </li>
        ))}
      </ul>
      {overlaps && <More query={query} page={overlaps.pageInfo} />}
    </div>
  );
}

function Line({ overlap, acts, again }: { overlap: Overlap; acts: boolean; again: () => void }) {
  const { one, other, mark } = overlap;
  const what = [...overlap.services, ...overlap.indicators].map(({ name }) => name).join(", ");
  return (
    <>
      <p class="pair">
        {[one, other].map((each) => (
          <span key={each.id}>
            <strong>{each.lead.shortName}</strong> <a href={`/komitmen/${each.reference}`}>{each.title}</a>
          </span>
        ))}
      </p>
      <p class="soft">
        {t("both", { what })} {t("at", { where: whereOf(overlap) })}
      </p>
      {mark && <p>{t(mark.kind === "JOINT" ? "joint" : "dismissed", { reason: mark.reason })}</p>}
      {acts && !mark && <Act overlap={overlap} again={again} />}
    </>
  );
}

function whereOf({ regions, posyandus }: Overlap): string {
  const named = [...regions.map(({ name }) => name), ...posyandus.nodes.map(({ name, village }) => `${name}, ${village.name}`)];
  const more = posyandus.totalCount > posyandus.nodes.length ? [t("posts", { count: posyandus.totalCount })] : [];
  return [...named, ...more].join("; ");
}

function Act({ overlap, again }: { overlap: Overlap; again: () => void }) {
  const { refusal, submit } = useSent((fields, idempotencyKey, sender) => {
    const input = { idempotencyKey, oneId: overlap.one.id, otherId: overlap.other.id, reason: String(fields.get("reason")) };
    return sender === "joint" ? send(MarkJoint, { input }) : send(DismissOverlap, { input });
  }, again);
  return (
    <details>
      <summary>{t("act")}</summary>
      <form class="stack inset" onSubmit={submit}>
        <Refused refusal={refusal} />
        <label>
          {t("reason")}
          <textarea name="reason" rows={2} required />
        </label>
        <div class="row">
          <button type="submit" class="main" value="joint">
            {t("markJoint")}
          </button>
          <button type="submit" value="dismiss">
            {t("dismiss")}
          </button>
        </div>
      </form>
    </details>
  );
}
