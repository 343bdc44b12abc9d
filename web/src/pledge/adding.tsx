/** Adds targets, place by place: with an indicator, a unit, a quantity and a due date a pledge becomes specified by itself. */
import { useState } from "preact/hooks";
import { Refusal, send } from "../graph/asking.ts";
import { Refused } from "../parts/refused.tsx";
import { useReadAgain, useSent } from "../parts/sent.ts";
import { AimFields, type Aims, NO_AIMS, targetsOf } from "../recording/aims.tsx";
import { AddTargets } from "../recording/documents.ts";
import { draftOf, useDraft } from "../recording/draft.ts";
import { binding, demand, Restored, sendByKey, Text } from "../recording/fields.tsx";
import { words } from "../words/words.ts";
import type { Pledge } from "./full.tsx";
import "../style/recording.css";

const t = words({
  open: ["Tambah target per tempat", "Add targets by place"],
  due: ["Batas waktu target", "Due date of the targets"],
  same: ["Bila kosong, batas waktu komitmennya.", "Left empty, that of the pledge."],
  reason: ["Alasan perubahan", "Reason for the change"],
  agreed: ["Komitmen ini sudah disepakati: perubahan isinya beralasan.", "This pledge is agreed: a change of its terms has a reason."],
  save: ["Tambahkan {count} target", "Add {count} targets"],
  stale: [
    "Orang lain mengubah komitmen ini sementara Anda mengisi. Isian Anda masih di sini; keadaan terbaru sudah dimuat.",
    "Somebody changed this pledge while you were writing. What you wrote is still here; the latest state is loaded.",
  ],
});

type Draft = Readonly<{ aims: Aims; dueOn: string; reason: string }>;

/** Where it stands on the page, for those who lead there. */
export const ADDING = "tambah-target";

/** Its fields are made when it is opened. */
export default function Adding({ pledge, again }: { pledge: Pledge; again: () => void }) {
  const name = draftOf(`targets ${pledge.id}`);
  const [isOpen, setOpen] = useState(() => sessionStorage.getItem(name) !== null);
  return (
    <details id={ADDING} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("open")}</summary>
      {isOpen && <Form name={name} pledge={pledge} again={again} />}
    </details>
  );
}

function Form({ name, pledge, again }: { name: string; pledge: Pledge; again: () => void }) {
  const { draft, change, drop, isKept } = useDraft(name, (): Draft => ({ aims: begun(pledge), dueOn: "", reason: "" }));
  const needsReason = pledge.steps.some((step) => step.action === "REVISE_TERMS" && step.demands.includes("REASON"));
  const areas = pledge.areas.map(({ code }) => code);
  const { refusal, isBusy, submit } = useSent(
    (_, idempotencyKey) => {
      if (needsReason) demand(draft, "reason");
      const targets = targetsOf(draft.aims, areas, draft.dueOn || null);
      if (targets.length === 0) throw new Refusal("INVALID", NOTHING, "indicator");
      const reason = draft.reason.trim() || null;
      return send(AddTargets, { input: { pledgeId: pledge.id, expectedVersion: pledge.version, idempotencyKey, targets, reason } });
    },
    () => {
      drop();
      again();
    },
    name,
  );
  useReadAgain(refusal, again);
  const text = binding(draft, change, refusal);
  return (
    <form class="recording inset" onSubmit={submit} onKeyDown={sendByKey} noValidate>
      <Restored isKept={isKept} drop={drop} />
      <AimFields
        aims={draft.aims}
        change={(next) => change({ aims: { ...draft.aims, ...next } })}
        refusal={refusal}
        areas={areas}
        within={pledge.region.code}
        known={knownOf(pledge)}
      />
      <Text {...text("dueOn")} label={t("due")} hint={t("same")} type="date" min={pledge.pledgedOn} isOptional />
      {needsReason && <Text {...text("reason")} label={t("reason")} hint={t("agreed")} rows={2} />}
      <Refused refusal={refusal} />
      {refusal?.code === "STALE" && <p role="status">{t("stale")}</p>}
      <p class="row record-end">
        <button type="submit" class="main" disabled={isBusy}>
          {t("save", { count: draft.aims.places.length })}
        </button>
      </p>
    </form>
  );
}

const NOTHING = "Sebutkan apa yang diukur. / Say what is measured.";

/** The next targets mostly measure what the last did. */
function begun({ targets, scope }: Pledge): Aims {
  const last = targets.nodes.at(-1);
  const named = targets.nodes.length > 0 ? [] : (scope?.regions ?? []);
  return {
    ...NO_AIMS,
    indicator: last?.indicator?.name ?? "",
    unit: last?.unit ?? "",
    area: last?.area.code ?? "",
    places: named.map(({ code, name }) => ({ kind: "region", id: code, name, quantity: "" })),
  };
}

function knownOf({ targets }: Pledge) {
  const distinct = (values: readonly (string | null | undefined)[]): string[] => [...new Set(values.filter((each) => !!each) as string[])];
  return { indicators: distinct(targets.nodes.map(({ indicator }) => indicator?.name)), units: distinct(targets.nodes.map(({ unit }) => unit)) };
}
