/** Records a meeting of the secretariat's region; its page opens, where who came and what was said are recorded. */
import { useRef } from "preact/hooks";
import { go } from "../address/address.ts";
import { send } from "../graph/asking.ts";
import type { Enum } from "../graph/graphql.ts";
import { Refused } from "../parts/refused.tsx";
import { useSent } from "../parts/sent.ts";
import { Within } from "../parts/within.tsx";
import { RecordMeeting } from "../recording/documents.ts";
import { draftOf, useDraft } from "../recording/draft.ts";
import { binding, Choice, demand, Restored, sendByKey, Text } from "../recording/fields.tsx";
import { acting } from "../session/present.ts";
import { valuesOf, wordOf } from "../words/lists.ts";
import { today, words } from "../words/words.ts";
import "../style/recording.css";

const t = words({
  title: ["Judul rapat", "Title of the meeting"],
  unique: ["Misalnya: Rakor Posyandu Kaltim 2026. Satu judul satu rapat.", "Such as: Rakor Posyandu Kaltim 2026. One title, one meeting."],
  kind: ["Jenis", "Kind"],
  held: ["Hari rapat", "Day it was held"],
  reported: ["Hari diberitakan", "Day it was reported"],
  unknown: ["Bila hari rapatnya tidak diketahui.", "Where the day of the meeting is not known."],
  region: ["Wilayah", "Region"],
  venue: ["Tempat", "Venue"],
  led: ["Dipimpin oleh (jabatan)", "Led by (office)"],
  source: ["Sumber", "Source"],
  sources: ["Misalnya: undangan nomor 005/2211, notulen, daftar hadir", "Such as: invitation no. 005/2211, minutes, attendance list"],
  record: ["Catat rapat", "Record the meeting"],
  cancel: ["Batal", "Cancel"],
});

export default function NewMeeting() {
  const name = draftOf("meeting");
  const { draft, change, drop, isKept } = useDraft(name, begun);
  const id = useRef("");
  const { refusal, isBusy, submit } = useSent(
    async (_, idempotencyKey) => {
      demand(draft, "title", "source");
      const { title, kind, regionCode, source, ...more } = draft;
      const said = Object.fromEntries(Object.entries(more).filter(([, value]) => value.trim() !== ""));
      id.current = (await send(RecordMeeting, { input: { title, kind, regionCode, source, ...said, idempotencyKey } })).meeting.id;
    },
    () => {
      drop();
      go(`/rapat/${id.current}`, { replace: true });
    },
    name,
  );
  const text = binding(draft, change, refusal);
  return (
    <form class="recording" onSubmit={submit} onKeyDown={sendByKey} noValidate>
      <Restored isKept={isKept} drop={drop} />
      <Text {...text("title")} label={t("title")} hint={t("unique")} isFirst />
      <div class="pair-fields">
        <Choice
          label={t("kind")}
          value={draft.kind}
          values={valuesOf("MeetingKind").map((each) => [each, wordOf("MeetingKind", each)])}
          change={(kind) => change({ kind: kind as Enum<"MeetingKind"> })}
        />
        <Within label={t("region")} code={draft.regionCode || null} choose={(code) => change({ regionCode: code ?? acting()?.regionCode ?? "" })} />
      </div>
      <div class="pair-fields">
        <Text {...text("heldOn")} label={t("held")} type="date" />
        <Text {...text("reportedOn")} label={t("reported")} hint={t("unknown")} type="date" max={today()} isOptional />
      </div>
      <div class="pair-fields">
        <Text {...text("venue")} label={t("venue")} isOptional />
        <Text {...text("ledBy")} label={t("led")} isOptional />
      </div>
      <Text {...text("source")} label={t("source")} hint={t("sources")} />
      <Refused refusal={refusal} />
      <p class="row record-end">
        <button type="submit" class="main" disabled={isBusy}>
          {t("record")}
        </button>
        <a href="/rapat">{t("cancel")}</a>
      </p>
    </form>
  );
}

function begun() {
  return {
    title: "",
    kind: "RAKOR" as Enum<"MeetingKind">,
    regionCode: acting()?.regionCode ?? "",
    heldOn: today(),
    reportedOn: "",
    venue: "",
    ledBy: "",
    source: "",
  };
}
