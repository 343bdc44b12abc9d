/** The decision on one report: accepted with a verdict, or returned with a reason. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Enum } from "../graph/graphql.ts";
import { valuesOf, wordOf } from "../words/lists.ts";
import { said, words } from "../words/words.ts";
import type { Word } from "./holding.ts";

const t = words({
  verdict: ["Hasil telaah", "Verdict"],
  why: ["Alasan", "Reason"],
  accept: ["Terima", "Accept"],
  giveBack: ["Kembalikan…", "Return…"],
  cancel: ["Batal", "Cancel"],
  send: ["Kembalikan laporan", "Return the report"],
  choose: ["Pilih alasan", "Choose a reason"],
  more: ["Penjelasan untuk narahubung", "Explanation for the liaison"],
  own: [
    "Laporan instansi Anda sendiri ditelaah oleh instansi lain.",
    "A report of your own agency is verified by another agency.",
  ],
});

export type Verdict = Enum<"Verdict">;

/** Why reports are returned, most of the time; what the liaison reads is in Indonesian, and the last needs words. */
const REASONS = [
  ["Bukti tidak terbaca atau tidak dapat dibuka", "The evidence cannot be read or opened"],
  ["Bukti tidak menunjukkan capaian yang dilaporkan", "The evidence does not show what is reported"],
  ["Jumlah tidak sesuai dengan bukti", "The quantity does not match the evidence"],
  ["Tempat atau tanggal tidak jelas", "Place or date is unclear"],
  ["Capaian ini sudah pernah dilaporkan", "This was reported before"],
  ["Alasan lain", "Another reason"],
] as const;
const OTHER = REASONS.length - 1;

type Props = Readonly<{
  verdict: Verdict;
  choose: (verdict: Verdict) => void;
  isReturning: boolean;
  returning: (is: boolean) => void;
  decide: (word: Word) => void;
}>;

export function Deciding(props: Props) {
  return <footer class="deciding">{props.isReturning ? <Return {...props} /> : <Accept {...props} />}</footer>;
}

export function OwnReport() {
  return <footer class="deciding soft">{t("own")}</footer>;
}

/** This verdict says why, too. */
const NEEDS_REASON: Verdict = "CANNOT_BE_ACTED_ON";

function Accept({ verdict, choose, returning, decide }: Props) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget as HTMLFormElement).get("reason") ?? "").trim();
    decide({ decision: "ACCEPTED", verdict, reason: reason || null });
  };
  return (
    <form class="row" onSubmit={submit}>
      <VerdictChoice verdict={verdict} choose={choose} />
      {verdict === NEEDS_REASON && (
        <label class="wide">
          {t("why")}
          <input name="reason" required maxLength={2000} />
        </label>
      )}
      <button type="submit" class="main" aria-keyshortcuts="a">
        {t("accept")} <kbd>a</kbd>
      </button>
      <button type="button" aria-keyshortcuts="r" onClick={() => returning(true)}>
        {t("giveBack")} <kbd>r</kbd>
      </button>
    </form>
  );
}

/** Without `all`, those that need no words of their own. */
export function VerdictChoice({ verdict, choose, all = true }: { verdict: Verdict; choose: (verdict: Verdict) => void; all?: boolean }) {
  return (
    <label>
      {t("verdict")}
      <select value={verdict} onChange={(event) => choose(event.currentTarget.value as Verdict)}>
        {valuesOf("Verdict")
          .filter((each) => all || each !== NEEDS_REASON)
          .map((each) => (
            <option key={each} value={each}>
              {wordOf("Verdict", each)}
            </option>
          ))}
      </select>
    </label>
  );
}

function Return({ returning, decide }: Props) {
  const [chosen, setChosen] = useState("");
  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => first.current?.focus(), []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const words = String(new FormData(event.currentTarget as HTMLFormElement).get("words") ?? "").trim();
    const listed = Number(chosen) === OTHER ? "" : (REASONS[Number(chosen)]?.[0] ?? "");
    decide({ decision: "RETURNED", reason: [listed, words].filter(Boolean).join(". ") });
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === "Escape") returning(false);
  };
  return (
    <form class="stack" onSubmit={submit} onKeyDown={press}>
      <label>
        {t("why")}
        <select ref={first} required value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
          <option value="">{t("choose")}</option>
          {REASONS.map((pair, index) => (
            <option key={pair[0]} value={String(index)}>
              {said(pair)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("more")}
        <textarea name="words" rows={2} maxLength={1800} required={chosen === String(OTHER)} />
      </label>
      <div class="row">
        <button type="submit" class="main">
          {t("send")}
        </button>
        <button type="button" onClick={() => returning(false)}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
}
