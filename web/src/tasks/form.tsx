/** A report in one screen: how much, by which day, with what to show for it. Saved here first, whatever the network does. */
import { useState } from "preact/hooks";
import { useAnswer } from "../graph/answer.ts";
import { flush } from "../outbox/flushing.ts";
import type { Measured, Photo, Row } from "../outbox/row.ts";
import { enqueue } from "../outbox/store.ts";
import { present } from "../session/present.ts";
import { today, words } from "../words/words.ts";
import { Amount, valuesOf } from "./amount.tsx";
import { amountWords, Returned } from "./card.tsx";
import { type Aim, type Task, TaskTargets } from "./documents.ts";
import { dropDraft, useDraft } from "./draft.ts";
import { nameOf } from "./names.ts";
import { isMeasured } from "./order.ts";
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
  const [draft, change] = useDraft(edited?.id ?? task.reference, aims, edited);
  const [photos, setPhotos] = useState<readonly Photo[]>(edited?.photos ?? []);
  const [isTried, setTried] = useState(false);
  const [isFull, setFull] = useState(false);
  const aim = aims.find(({ id }) => id === draft.aimId) ?? aims[0];
  if (!aim) return null;
  const values = valuesOf(aim, draft.typed);
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!values) return;
    const row = rowOf(task, aim, { ...values, effectiveOn: draft.on, narrative: draft.note.trim() || null }, photos);
    try {
      await enqueue(row, edited?.id);
    } catch {
      return setFull(true);
    }
    dropDraft();
    if (navigator.onLine) void flush();
    close(row.id);
  };
  return (
    <form class="page narrow stack report" onSubmit={save}>
      <h1>{task.title}</h1>
      <ChosenAim aims={aims} aim={aim} choose={(aimId) => change({ aimId })} />
      <Amount aim={aim} typed={draft.typed} change={(typed) => change({ typed })} isTried={isTried} />
      <label>
        {t("day")}
        <input type="date" required max={today()} value={draft.on} onInput={(event) => change({ on: event.currentTarget.value })} />
      </label>
      <Photos photos={photos} change={setPhotos} />
      {task.evidenceRule && <p class="soft">{t("rule", { rule: task.evidenceRule })}</p>}
      <label>
        {t("note")}
        <textarea rows={2} maxLength={4000} value={draft.note} onInput={(event) => change({ note: event.currentTarget.value })} />
      </label>
      {isFull && (
        <p role="alert" class="refused">
          {t("full")}
        </p>
      )}
      <button type="submit" class="main wide">
        {t("save")}
      </button>
      <a class="button wide" href="/tugas" onClick={dropDraft}>
        {t("cancel")}
      </a>
    </form>
  );
}

type AimProps = Readonly<{ aims: readonly Aim[]; aim: Aim; choose: (id: string) => void }>;

/** On which target, and how it stands there. */
function ChosenAim({ aims, aim, choose }: AimProps) {
  return (
    <>
      {aims.length > 1 ? (
        <label>
          {t("target")}
          <select value={aim.id} onChange={(event) => choose(event.currentTarget.value)}>
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
    </>
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
