/** Records an instruction in the words in which it was given. */
import { useState } from "preact/hooks";
import { send } from "../graph/asking.ts";
import type { Enum } from "../graph/graphql.ts";
import { Refused } from "../parts/refused.tsx";
import { useSent } from "../parts/sent.ts";
import { RecordDirective } from "../recording/documents.ts";
import { draftOf, useDraft } from "../recording/draft.ts";
import { Areas, binding, demand, Restored, sendByKey, Text } from "../recording/fields.tsx";
import { words } from "../words/words.ts";
import type { Meeting } from "./meeting.tsx";

const t = words({
  heading: ["Arahan", "Directive"],
  quote: ["Kata-katanya, persis seperti diucapkan", "The words, exactly as spoken"],
  title: ["Judul dalam kata-kata baku", "Title in plain words"],
  to: ["Kepada siapa", "To whom"],
  example: ["Misalnya: semua OPD, kabupaten dan kota", "Such as: all agencies, regencies and cities"],
  speaker: ["Diucapkan oleh (jabatan)", "Spoken by (office)"],
  source: ["Sumber", "Source"],
  record: ["Catat arahan", "Record the directive"],
  done: ["Tercatat.", "Recorded."],
});

export function DirectiveForm({ meeting, again }: { meeting: Meeting; again: () => void }) {
  const name = draftOf(`directive ${meeting.id}`);
  const [note, setNote] = useState("");
  const { draft, change, drop, isKept } = useDraft(name, () => ({
    quote: "",
    title: "",
    addressedTo: "",
    speaker: "",
    source: meeting.source ?? "",
    areas: [] as readonly Enum<"SpmAreaCode">[],
  }));
  const { refusal, isBusy, submit } = useSent(
    (_, idempotencyKey) => {
      demand(draft, "quote", "title", "addressedTo", "source");
      const { areas, speaker, ...given } = draft;
      return send(RecordDirective, {
        input: { meetingId: meeting.id, idempotencyKey, ...given, speaker: speaker.trim() || null, areas: [...areas] },
      });
    },
    () => {
      drop();
      setNote(t("done"));
      again();
    },
    name,
  );
  const text = binding(draft, change, refusal);
  return (
    <form class="recording inset" onSubmit={submit} onKeyDown={sendByKey} noValidate>
      <h2>{t("heading")}</h2>
      <Restored isKept={isKept} drop={drop} />
      <Text {...text("quote")} label={t("quote")} rows={3} isFirst />
      <Text {...text("title")} label={t("title")} />
      <div class="pair-fields">
        <Text {...text("addressedTo")} label={t("to")} hint={t("example")} />
        <Text {...text("speaker")} label={t("speaker")} isOptional />
      </div>
      <Areas chosen={draft.areas} change={(areas) => change({ areas })} />
      <Text {...text("source")} label={t("source")} />
      <Refused refusal={refusal} />
      <p class="row record-end">
        <button type="submit" class="main" disabled={isBusy}>
          {t("record")}
        </button>
        <span role="status">{note}</span>
      </p>
    </form>
  );
}
