/** A report in one screen: how much, by which day, with what to show for it. Saved here first, whatever the network does. */
import { useState } from "preact/hooks";
import { useAnswer } from "../graph/answer.ts";
import type { Refusal } from "../graph/asking.ts";
import { flush } from "../outbox/flushing.ts";
import type { Measured, Photo, Row } from "../outbox/row.ts";
import { enqueue } from "../outbox/store.ts";
import { Refused } from "../parts/refused.tsx";
import { present } from "../session/present.ts";
import { today, words } from "../words/words.ts";
import { Amount, type Typed, typedOf, valuesOf } from "./amount.tsx";
import { amountWords, Returned } from "./card.tsx";
import { type Aim, type Task, TaskTargets } from "./documents.ts";
import { nameOf } from "./names.ts";
import { isMeasured, returnOf } from "./order.ts";
import { Photos } from "./photos.tsx";

const t = words({
  target: ["Sasaran", "Target"],
  day: ["Per tanggal", "As of"],
  note: ["Catatan (boleh kosong)", "Note (optional)"],
  save: ["Simpan", "Save"],
  cancel: ["Batal", "Cancel"],
  full: ["Penyimpanan perangkat ini penuh atau tertutup; laporan tidak tersimpan.", "The storage of this device is full or closed; the report is not saved."],
  rule: ["Bukti yang diterima: {rule}", "What counts as evidence: {rule}"],
});

type Props = Readonly<{ task: Task; edited: Row | undefined; close: (id: string) => void }>;

export function Form({ task, edited, close }: Props) {
  const aims = useAims(task);
  const [aimId, setAim] = useState(edited?.report.targetId ?? (aims.find((each) => returnOf(each) !== null) ?? aims[0])?.id);
  const [typed, setTyped] = useState<Typed>(() => typedOf(edited?.report));
  const [on, setOn] = useState(edited?.report.effectiveOn ?? today());
  const [note, setNote] = useState(edited?.report.narrative ?? "");
  const [photos, setPhotos] = useState<readonly Photo[]>(edited?.photos ?? []);
  const [isTried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | "full">();
  const aim = aims.find(({ id }) => id === aimId) ?? aims[0];
  if (!aim) return null;
  const values = valuesOf(aim, typed);
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!values) return;
    const row = rowOf(task, aim, { ...values, effectiveOn: on, narrative: note.trim() || null }, photos);
    try {
      await enqueue(row, edited?.id);
    } catch {
      return setRefusal("full");
    }
    if (navigator.onLine) void flush();
    close(row.id);
  };
  return (
    <form class="page narrow stack report" onSubmit={save} noValidate={false}>
      <h1>{task.title}</h1>
      {aims.length > 1 ? (
        <label>
          {t("target")}
          <select value={aim.id} onChange={(event) => setAim(event.currentTarget.value)}>
            {aims.map((each) => (
              <option key={each.id} value={each.id}>
                {nameOf(each)}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <p>{nameOf(aim)}</p>
      )}
      <p class="soft">{amountWords(aim)}</p>
      <Returned aim={aim} />
      <Amount aim={aim} typed={typed} change={setTyped} isTried={isTried} />
      <label>
        {t("day")}
        <input type="date" required max={today()} value={on} onInput={(event) => setOn(event.currentTarget.value)} />
      </label>
      <Photos photos={photos} change={setPhotos} />
      {task.evidenceRule && <p class="soft">{t("rule", { rule: task.evidenceRule })}</p>}
      <label>
        {t("note")}
        <textarea rows={2} maxLength={4000} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
      </label>
      {refusal === "full" ? <p role="alert" class="refused">{t("full")}</p> : <Refused refusal={refusal} />}
      <button type="submit" class="main wide">
        {t("save")}
      </button>
      <a class="button wide" href="/tugas">
        {t("cancel")}
      </a>
    </form>
  );
}

/** All targets of the pledge that can be reported on; those beyond the list's are asked for. */
function useAims(task: Task): readonly Aim[] {
  const isAll = task.targets.nodes.length === task.targets.totalCount;
  const { data } = useAnswer(TaskTargets, isAll ? null : { reference: task.reference });
  return (data?.pledge?.targets.nodes ?? task.targets.nodes).filter(isMeasured);
}

function rowOf(task: Task, aim: Aim, measured: Omit<Measured, "targetId" | "unit">, photos: readonly Photo[]): Row {
  return {
    id: crypto.randomUUID(),
    savedAt: new Date().toISOString(),
    assignment: present.value?.assignment ?? "",
    person: present.value?.person.name ?? "",
    about: { reference: task.reference, title: task.title, target: nameOf(aim) },
    report: { targetId: aim.id, unit: aim.unit ?? "", ...measured },
    photos,
    tries: 0,
    isAsked: false,
    refusal: null,
  };
}
