/** What was decided just now and can still be undone, and what was refused because it is settled already. */
import { halfOf, words } from "../words/words.ts";
import { amountOf } from "./claim.ts";
import { type Decided, decided, heldBatches, isSettledElsewhere, settle } from "./holding.ts";
import { useSignal } from "../parts/signal.ts";

const t = words({
  accepted: ["Diterima: {what}", "Accepted: {what}"],
  acceptedAll: ["{count} laporan diterima", "{count} reports accepted"],
  returned: ["Dikembalikan: {what}", "Returned: {what}"],
  soon: ["Dikirim dalam 10 detik.", "Sent within 10 seconds."],
  undo: ["Batalkan", "Undo"],
  refused: ["Tidak tercatat, sudah selesai di tempat lain", "Not recorded, it was settled elsewhere"],
  understood: ["Tutup", "Dismiss"],
});

/** Read out when it comes; it stands at the bottom, where it hides nothing that is being decided. */
export function Toasts({ undone }: { undone: (batch: string) => void }) {
  useSignal(decided);
  return (
    <div class="toasts" role="status">
      {heldBatches().map((batch) => (
        <p key={batch[0]?.batch} class="toast">
          <span>
            {wordsOf(batch)} <span class="soft">{t("soon")}</span>
          </span>
          <button type="button" aria-keyshortcuts="Control+Z" onClick={() => undone(batch[0]?.batch ?? "")}>
            {t("undo")}
          </button>
        </p>
      ))}
    </div>
  );
}

function wordsOf(batch: readonly Decided[]): string {
  const [first] = batch;
  if (batch.length > 1 || !first) return t("acceptedAll", { count: batch.length });
  const what = `${amountOf(first.report)}, ${first.report.agency.shortName}`;
  return t(first.input.decision === "ACCEPTED" ? "accepted" : "returned", { what });
}

export function Settled() {
  const those = [...useSignal(decided).values()].filter((each) => each.state === "refused" && isSettledElsewhere(each));
  if (those.length === 0) return null;
  return (
    <div class="refused" role="alert">
      <p>
        <strong>{t("refused")}</strong>
      </p>
      <ul>
        {those.map((each) => (
          <li key={each.report.id}>
            {amountOf(each.report)}, {each.report.agency.shortName}, {each.report.pledge.reference}: {halfOf(each.refusal?.message ?? "")}
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => settle(those)}>
        {t("understood")}
      </button>
    </div>
  );
}
