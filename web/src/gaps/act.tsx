/** What can be done about a gap: ask an agency for a pledge, or say why nothing is owed there. */
import { useState } from "preact/hooks";
import { useAnswer } from "../graph/answer.ts";
import { send } from "../graph/asking.ts";
import type { Enum } from "../graph/graphql.ts";
import { Refused } from "../parts/refused.tsx";
import { useSent } from "../parts/sent.ts";
import { later, today, words } from "../words/words.ts";
import { AskedAgencies, AskForPledge, MarkGap } from "./documents.ts";
import "../style/gaps.css";

const t = words({
  act: ["Tindak lanjuti", "Act on it"],
  ask: ["Minta komitmen dari instansi", "Ask an agency for a pledge"],
  agency: ["Instansi", "Agency"],
  words: ["Yang diminta", "What is asked for"],
  due: ["Dijawab sampai", "To be answered by"],
  send: ["Kirim permintaan", "Send the request"],
  mark: ["Tandai tidak berlaku", "Mark as not applicable"],
  reason: ["Alasan", "Reason"],
});

/** What a gap is about; of place and agency at least one. */
export type GapAbout = Readonly<{
  kind: Enum<"GapKind">;
  posyandu: Readonly<{ id: string }> | null;
  region: Readonly<{ code: string }> | null;
  agency: Readonly<{ id: string }> | null;
  area: Readonly<{ code: Enum<"SpmAreaCode"> }> | null;
  meeting: Readonly<{ id: string }> | null;
}>;

/** Its forms are made when they are opened: a page has fifty gaps. */
export default function Act({ gap, again }: { gap: GapAbout; again: () => void }) {
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

function Ask({ gap, again }: { gap: GapAbout; again: () => void }) {
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

function Mark({ gap, again }: { gap: GapAbout; again: () => void }) {
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
function inputOf({ kind, posyandu, region, agency, area, meeting }: GapAbout) {
  return {
    kind,
    ...(posyandu && { posyanduId: posyandu.id }),
    ...(region && !posyandu && { regionCode: region.code }),
    ...(agency && { agencyId: agency.id }),
    ...(area && { areaCode: area.code }),
    ...(meeting && { meetingId: meeting.id }),
  };
}
