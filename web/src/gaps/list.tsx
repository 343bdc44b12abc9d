/** The list of gaps; for who works for the region, each can be marked as not applicable or turned into a request. */
import { useState } from "preact/hooks";
import { useAnswer } from "../graph/answer.ts";
import { send } from "../graph/asking.ts";
import type { Enum, ResultOf, VariablesOf } from "../graph/graphql.ts";
import { More } from "../parts/more.tsx";
import { Refused } from "../parts/refused.tsx";
import { useSent } from "../parts/sent.ts";
import { acting } from "../session/present.ts";
import { wordOf } from "../words/lists.ts";
import { day, later, today, words } from "../words/words.ts";
import { AskedAgencies, AskForPledge, GapList, MarkGap } from "./documents.ts";

const t = words({
  count: ["{count} celah", "{count} gaps"],
  none: ["Tidak ada celah di sini.", "There is no gap here."],
  marked: ["Tidak berlaku: {reason} ({by}, {day})", "Not applicable: {reason} ({by}, {day})"],
  asked: ["Diminta dari {agency}: {state}, sampai {day}", "Asked of {agency}: {state}, by {day}"],
  act: ["Tindak lanjuti", "Act on it"],
  ask: ["Minta komitmen dari instansi", "Ask an agency for a pledge"],
  agency: ["Instansi", "Agency"],
  words: ["Yang diminta", "What is asked for"],
  due: ["Dijawab sampai", "To be answered by"],
  send: ["Kirim permintaan", "Send the request"],
  mark: ["Tandai tidak berlaku", "Mark as not applicable"],
  reason: ["Alasan", "Reason"],
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
        <p key={each.id} class="soft">
          {t("asked", { agency: each.agency.shortName, state: wordOf("RequestState", each.state), day: day(each.dueOn) })}
        </p>
      ))}
      {acts && !notApplicable && <Act gap={gap} again={again} />}
    </>
  );
}

function placeOf({ posyandu, region, agency, meeting }: Gap): string {
  const place = posyandu ? `${posyandu.name}, ${posyandu.village.name}` : region?.name;
  return [place, agency?.name, meeting?.title].filter(Boolean).join(" · ");
}

/** Its forms are made when they are opened: a page has fifty gaps. */
function Act({ gap, again }: { gap: Gap; again: () => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("act")}</summary>
      {isOpen && (
        <div class="row">
          {gap.area && <Ask gap={gap} again={again} />}
          <Mark gap={gap} again={again} />
        </div>
      )}
    </details>
  );
}

function Ask({ gap, again }: { gap: Gap; again: () => void }) {
  const [search, setSearch] = useState("");
  const { data } = useAnswer(AskedAgencies, { search: search || null, region: null });
  const { refusal, submit } = useSent(
    (fields, idempotencyKey) =>
      send(AskForPledge, {
        input: {
          idempotencyKey,
          agencyId: gap.agency?.id ?? String(fields.get("agency")),
          areaCode: gap.area?.code as Enum<"SpmAreaCode">,
          words: String(fields.get("words")),
          dueOn: String(fields.get("due")),
          ...(gap.posyandu ? { posyanduId: gap.posyandu.id } : gap.region ? { regionCode: gap.region.code } : {}),
          ...(gap.meeting && { meetingId: gap.meeting.id }),
        },
      }),
    again,
  );
  return (
    <form class="stack inset" onSubmit={submit}>
      <h3>{t("ask")}</h3>
      <Refused refusal={refusal} />
      {!gap.agency && (
        <label>
          {t("agency")}
          <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
          <select name="agency" required size={4}>
            {data?.agencies.nodes.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        {t("words")}
        <textarea name="words" rows={2} required />
      </label>
      <label>
        {t("due")}
        <input name="due" type="date" required min={today()} defaultValue={later(today(), 14)} />
      </label>
      <button type="submit" class="main">
        {t("send")}
      </button>
    </form>
  );
}

function Mark({ gap, again }: { gap: Gap; again: () => void }) {
  const { refusal, submit } = useSent(
    (fields, idempotencyKey) =>
      send(MarkGap, { input: { idempotencyKey, reason: String(fields.get("reason")), gap: inputOf(gap) } }),
    again,
  );
  return (
    <form class="stack inset" onSubmit={submit}>
      <h3>{t("mark")}</h3>
      <Refused refusal={refusal} />
      <label>
        {t("reason")}
        <textarea name="reason" rows={2} required />
      </label>
      <button type="submit">{t("mark")}</button>
    </form>
  );
}

/** A gap is named by what it is about. */
function inputOf({ kind, posyandu, region, agency, area, meeting }: Gap) {
  return {
    kind,
    ...(posyandu && { posyanduId: posyandu.id }),
    ...(region && !posyandu && { regionCode: region.code }),
    ...(agency && { agencyId: agency.id }),
    ...(area && { areaCode: area.code }),
    ...(meeting && { meetingId: meeting.id }),
  };
}
