/** Records who came, several agencies in a row. What is on the list stays there: nobody is struck from it here. */
import { useEffect, useRef, useState } from "preact/hooks";
import { send } from "../graph/asking.ts";
import type { Enum } from "../graph/graphql.ts";
import { Refused } from "../parts/refused.tsx";
import { useSent } from "../parts/sent.ts";
import { Agencies } from "../recording/agencies.tsx";
import { RecordAttendance } from "../recording/documents.ts";
import { draftOf, useDraft } from "../recording/draft.ts";
import { Choice, Restored, sendByKey } from "../recording/fields.tsx";
import { valuesOf, wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";
import type { Meeting } from "./meeting.tsx";

const t = words({
  title: ["Siapa yang hadir", "Who came"],
  capacity: ["Cara hadir {name}", "How {name} came"],
  complete: ["Daftar hadir ini sudah lengkap", "This list is complete now"],
  there: ["Sudah tercatat: {names}", "Recorded so far: {names}"],
  listed: ["{count} yang Anda pilih sudah ada di daftar.", "{count} of those you chose are on the list already."],
  save: ["Catat kehadiran ({count})", "Record attendance ({count})"],
  done: ["Tercatat.", "Recorded."],
});

type Came = Readonly<{ id: string; capacity: Enum<"AttendanceCapacity"> }>;

/** Whether the list is whole is as it was, until somebody says otherwise. */
type Draft = Readonly<{ entries: readonly Came[]; complete: boolean | null }>;

const begun = (): Draft => ({ entries: [], complete: null });

const CAPACITIES = [...valuesOf("AttendanceCapacity")].sort((one, other) => Number(other === "PRESENT") - Number(one === "PRESENT"));

export function AttendanceForm({ meeting, again }: { meeting: Meeting; again: () => void }) {
  const name = draftOf(`attendance ${meeting.id}`);
  const { draft, change, drop, isKept } = useDraft(name, begun);
  const [note, setNote] = useState("");
  const complete = draft.complete ?? meeting.attendanceComplete;
  const listed = new Set(meeting.attendance.nodes.map(({ agency }) => agency.id));
  // Somebody else may have put them there meanwhile.
  const fresh = draft.entries.filter(({ id }) => !listed.has(id));
  const { refusal, isBusy, submit } = useSent(
    (_, idempotencyKey) =>
      send(RecordAttendance, {
        input: {
          meetingId: meeting.id,
          idempotencyKey,
          entries: fresh.map(({ id, capacity }) => ({ agencyId: id, capacity })),
          complete,
        },
      }),
    () => {
      drop();
      setNote(t("done"));
      again();
    },
    name,
  );
  useEffect(() => {
    if (refusal?.code === "CONFLICT") again();
  }, [refusal, again]);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLInputElement>("input[type=search]")?.focus(), []);
  const isNothing = fresh.length === 0 && complete === meeting.attendanceComplete;
  return (
    <form ref={form} class="recording inset" onSubmit={submit} onKeyDown={sendByKey} noValidate>
      <h2>{t("title")}</h2>
      <Restored isKept={isKept && fresh.length > 0} drop={drop} />
      <Agencies
        entries={fresh}
        change={(entries) => {
          setNote("");
          change({ entries });
        }}
        made={(id): Came => ({ id, capacity: "PRESENT" })}
        beside={({ capacity }, of, put) => (
          <Choice
            label={t("capacity", { name: of })}
            isHidden
            value={capacity}
            values={CAPACITIES.map((each) => [each, wordOf("AttendanceCapacity", each)])}
            change={(value) => put({ capacity: value as Enum<"AttendanceCapacity"> })}
          />
        )}
      />
      {draft.entries.length > fresh.length && <p class="soft">{t("listed", { count: draft.entries.length - fresh.length })}</p>}
      {listed.size > 0 && <p class="soft">{t("there", { names: meeting.attendance.nodes.map(({ agency }) => agency.shortName).join(", ") })}</p>}
      <label class="check">
        <input type="checkbox" checked={complete} onChange={(event) => change({ complete: event.currentTarget.checked })} />
        {t("complete")}
      </label>
      <Refused refusal={refusal} />
      <p class="row record-end">
        <button type="submit" class="main" disabled={isBusy || isNothing}>
          {t("save", { count: fresh.length })}
        </button>
        <span role="status">{note}</span>
      </p>
    </form>
  );
}
