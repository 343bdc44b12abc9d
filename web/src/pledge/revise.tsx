/** Sharpens a pledge: what it lacks is filled in here. A change by somebody else meanwhile is shown, never overwritten. */
import { useState } from "preact/hooks";
import { send } from "../graph/asking.ts";
import { Refused } from "../parts/refused.tsx";
import { useReadAgain, useSent } from "../parts/sent.ts";
import { words } from "../words/words.ts";
import { fundingsOf, type Money, MoneyFields, NO_MONEY } from "../recording/money.tsx";
import { Revise } from "./documents.ts";
import type { Pledge } from "./full.tsx";
import { may } from "./steps.tsx";
import "../style/recording.css";

const t = words({
  open: ["Lengkapi", "Fill it in"],
  responsible: ["Penanggung jawab (jabatan)", "Who is responsible (office)"],
  due: ["Batas waktu", "Due date"],
  evidence: ["Bukti yang diterima", "What counts as evidence"],
  year: ["Tahun anggaran", "Fiscal year"],
  money: ["Pendanaan (boleh kosong)", "Funding (optional)"],
  reason: ["Alasan perubahan", "Reason for the change"],
  save: ["Simpan", "Save"],
  stale: [
    "Orang lain mengubah komitmen ini sementara Anda mengisi. Isian Anda masih di sini; keadaan terbaru sudah dimuat.",
    "Somebody changed this pledge while you were writing. What you wrote is still here; the latest state is loaded.",
  ],
});

export function ReviseForm({ pledge, again }: { pledge: Pledge; again: () => void }) {
  const [money, setMoney] = useState<Money>(NO_MONEY);
  const { refusal, isBusy, submit } = useSent(
    (fields, idempotencyKey) => {
      const fundings = fundingsOf(money);
      const about = { pledgeId: pledge.id, expectedVersion: pledge.version, idempotencyKey };
      return send(Revise, { input: { ...about, ...changesOf(pledge, fields), ...(fundings.length > 0 && { fundings }) } });
    },
    () => {
      setMoney(NO_MONEY);
      again();
    },
  );
  useReadAgain(refusal, again);
  const changesTerms = may(pledge, "REVISE_TERMS");
  const needsReason = pledge.steps.some((step) => step.action === "REVISE_TERMS" && step.demands.includes("REASON"));
  return (
    <details>
      <summary>{t("open")}</summary>
      <form class="stack inset" onSubmit={submit}>
        <Refused refusal={refusal} />
        {refusal?.code === "STALE" && <p role="status">{t("stale")}</p>}
        <label>
          {t("responsible")}
          <input name="responsible" defaultValue={pledge.responsible ?? ""} />
        </label>
        {changesTerms && (
          <label>
            {t("due")}
            <input name="dueOn" type="date" defaultValue={pledge.dueOn ?? ""} />
          </label>
        )}
        <label>
          {t("evidence")}
          <textarea name="evidenceRule" rows={2} defaultValue={pledge.evidenceRule ?? ""} />
        </label>
        <label>
          {t("year")}
          <input name="fiscalYear" type="number" min={2000} max={2100} defaultValue={pledge.fiscalYear?.toString() ?? ""} />
        </label>
        {pledge.fundings.length === 0 && (
          <fieldset class="recording">
            <legend>{t("money")}</legend>
            <MoneyFields money={money} change={(next) => setMoney({ ...money, ...next })} refusal={refusal} />
          </fieldset>
        )}
        {changesTerms && needsReason && (
          <label>
            {t("reason")}
            <textarea name="reason" rows={2} />
          </label>
        )}
        <button type="submit" class="main" disabled={isBusy}>
          {t("save")}
        </button>
      </form>
    </details>
  );
}

/** Only what is other than it was is sent: what is absent keeps its value. */
function changesOf(pledge: Pledge, fields: FormData) {
  const said = (name: string): string | null => (String(fields.get(name) ?? "").trim() || null);
  const year = said("fiscalYear");
  const wanted = {
    responsible: said("responsible"),
    dueOn: fields.has("dueOn") ? said("dueOn") : pledge.dueOn,
    evidenceRule: said("evidenceRule"),
    fiscalYear: year === null ? null : Number(year),
  };
  const changed = Object.entries(wanted).filter(([name, value]) => value !== pledge[name as keyof typeof wanted]);
  return { ...Object.fromEntries(changed), ...(said("reason") && { reason: said("reason") }) };
}
