/** What waits to be sent, said on every screen. */
import { useSignal } from "../parts/signal.ts";
import { present } from "../session/present.ts";
import { words } from "../words/words.ts";
import { others, ours, waiting } from "./count.ts";

const t = words({
  waiting: ["Menunggu kirim ({count})", "Waiting to be sent ({count})"],
  refused: ["Ditolak ({count})", "Refused ({count})"],
  leaving: [
    "{count} laporan belum terkirim. Bila Anda keluar, laporan itu menunggu di perangkat ini sampai Anda masuk lagi.",
    "{count} reports are not sent yet. If you sign out they wait on this device until you sign in again.",
  ],
  others: [
    "{count} laporan di perangkat ini menunggu penulisnya masuk lagi.",
    "{count} reports on this device wait for their writer to sign in again.",
  ],
});

/** In the bar, and only while something waits: the way to it. */
export function WaitingChip() {
  useSignal(waiting);
  useSignal(present);
  const { waiting: count, refused } = ours();
  return (
    <span role="status" class="waiting-chips">
      {count > 0 && <Chip text={t("waiting", { count })} />}
      {refused > 0 && <Chip text={t("refused", { count: refused })} isBad />}
    </span>
  );
}

function Chip({ text, isBad }: { text: string; isBad?: boolean }) {
  return (
    <a class={isBad ? "waiting-chip bad" : "waiting-chip"} href="/tugas">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {isBad ? <path d="M8 2.5v7M8 12.5v1" /> : <path d="M8 13.5v-10M4 7l4-4 4 4" />}
      </svg>
      {text}
    </a>
  );
}

/** Beside the way out: what stays behind. */
export function WaitingNote() {
  useSignal(waiting);
  const { waiting: count, refused } = ours();
  return count + refused > 0 ? <p>{t("leaving", { count: count + refused })}</p> : null;
}

/** Of those that only somebody else can send. */
export function OthersNote() {
  useSignal(waiting);
  const count = others();
  return count > 0 ? <p class="soft">{t("others", { count })}</p> : null;
}
