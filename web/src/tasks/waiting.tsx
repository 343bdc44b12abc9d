/** What waits on this device: sent by itself, or refused and its writer's to mend. */
import { useEffect, useState } from "preact/hooks";
import { OthersNote } from "../outbox/chip.tsx";
import { waiting } from "../outbox/count.ts";
import { flush } from "../outbox/flushing.ts";
import type { Row } from "../outbox/row.ts";
import { isOurs, remove, rows } from "../outbox/store.ts";
import { useSignal } from "../parts/signal.ts";
import { present } from "../session/present.ts";
import { day, halfOf, number, words } from "../words/words.ts";

const t = words({
  title: ["Menunggu kirim", "Waiting to be sent"],
  soon: ["Terkirim sendiri begitu ada sambungan.", "It is sent by itself once there is a connection."],
  unanswered: [
    "Sudah dikirim, jawabannya belum datang; dikirim lagi dan tidak akan tercatat dua kali.",
    "It was sent and not answered yet; it is sent again, and will not be recorded twice.",
  ],
  refused: ["Ditolak: {reason}", "Refused: {reason}"],
  photos: ["{count} berkas", "{count} files"],
  now: ["Kirim sekarang", "Send now"],
  edit: ["Ubah", "Edit"],
  discard: ["Buang", "Discard"],
  sure: ["Ya, buang laporan ini", "Yes, discard this report"],
});

/** The rows that the present assignment has waiting, as they are now. */
export function useRows(): readonly Row[] {
  const counts = useSignal(waiting);
  const session = useSignal(present);
  const [found, setFound] = useState<readonly Row[]>([]);
  useEffect(() => {
    let isWanted = true;
    void rows().then((all) => {
      if (isWanted) setFound(all.filter(isOurs));
    });
    return () => {
      isWanted = false;
    };
  }, [counts, session?.assignment]);
  return found;
}

export function Waiting({ found }: { found: readonly Row[] }) {
  if (found.length === 0) return <OthersNote />;
  return (
    <section aria-labelledby="waiting" class="waiting-rows">
      <div class="row between">
        <h2 id="waiting">{t("title")}</h2>
        <button type="button" onClick={() => void flush()}>
          {t("now")}
        </button>
      </div>
      <ul class="plain">
        {found.map((row) => (
          <li key={row.id} class={row.refusal ? "waiting-row refused" : "waiting-row"}>
            <One row={row} />
          </li>
        ))}
      </ul>
      <OthersNote />
    </section>
  );
}

function One({ row }: { row: Row }) {
  const { about, refusal, report, photos } = row;
  const [isSure, setSure] = useState(false);
  const files = photos.length > 0 ? ` · ${t("photos", { count: photos.length })}` : "";
  return (
    <>
      <p>
        <strong>{amountOf(row)}</strong> · {day(report.effectiveOn)}
        {files}
      </p>
      <p class="soft">
        {about.title} · {about.target}
      </p>
      <p role={refusal ? "alert" : undefined}>
        {refusal ? t("refused", { reason: halfOf(refusal.message) }) : t(row.isAsked ? "unanswered" : "soon")}
      </p>
      <p class="row">
        {refusal && (
          <a class="button" href={`/tugas?lapor=${encodeURIComponent(about.reference)}&ubah=${row.id}`}>
            {t("edit")}
          </a>
        )}
        {(refusal || !row.isAsked) && (
          <button type="button" class={isSure ? "bad" : undefined} onClick={() => (isSure ? void remove(row.id) : setSure(true))}>
            {t(isSure ? "sure" : "discard")}
          </button>
        )}
      </p>
    </>
  );
}

export function amountOf({ report: { quantity, numerator, denominator, unit } }: Row): string {
  return quantity === null ? `${number(numerator ?? 0, 6)} / ${number(denominator ?? 0, 6)}` : `${number(quantity, 6)} ${unit}`;
}
