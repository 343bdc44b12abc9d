/** Hands a pledge over to another agency, which gets one of its own with the same words. */
import { Refusal, send } from "../graph/asking.ts";
import { useState } from "preact/hooks";
import { Agency } from "../parts/agency.tsx";
import { Refused } from "../parts/refused.tsx";
import { useReadAgain, useSent } from "../parts/sent.ts";
import { Transfer as Document } from "../recording/documents.ts";
import { demand, Text } from "../recording/fields.tsx";
import { words } from "../words/words.ts";
import type { Pledge } from "./full.tsx";
import "../style/recording.css";

const t = words({
  to: ["Siapa yang mengambil alih", "Who takes it over"],
  successor: [
    "Instansi itu mendapat komitmen baru dengan kata-kata, tempat, dan target yang sama; yang ini ditutup.",
    "That agency gets a new pledge with the same words, places and targets; this one is closed.",
  ],
  reason: ["Alasan", "Reason"],
  transfer: ["Alihkan", "Transfer"],
  leave: ["Batal", "Leave it"],
});

const NO_AGENCY = "Pilih instansi dari daftar yang muncul. / Choose an agency from the list that appears.";

export function Transfer({ pledge, leave, again }: { pledge: Pledge; leave: () => void; again: () => void }) {
  const [toAgencyId, setAgency] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const { refusal, isBusy, submit } = useSent(
    (_, idempotencyKey) => {
      if (toAgencyId === null) throw new Refusal("INVALID", NO_AGENCY, "toAgencyId");
      demand({ reason }, "reason");
      return send(Document, { input: { pledgeId: pledge.id, expectedVersion: pledge.version, idempotencyKey, toAgencyId, reason } });
    },
    () => {
      leave();
      again();
    },
  );
  useReadAgain(refusal, again);
  return (
    <form class="recording inset" onSubmit={submit} noValidate>
      <p class="soft">{t("successor")}</p>
      <Agency hint={t("to")} id={toAgencyId} choose={setAgency} />
      <Text name="reason" label={t("reason")} value={reason} change={setReason} refusal={refusal} rows={3} />
      <Refused refusal={refusal} />
      <div class="row">
        <button type="submit" class="main" disabled={isBusy}>
          {t("transfer")}
        </button>
        <button type="button" class="quiet" onClick={leave}>
          {t("leave")}
        </button>
      </div>
    </form>
  );
}
