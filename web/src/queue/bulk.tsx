/** Several reports at once: all ticked ones accepted with one verdict, after a look at what that will do. */
import { useRef, useState } from "preact/hooks";
import { day, words } from "../words/words.ts";
import { amountOf, placeOf } from "./claim.ts";
import { VerdictChoice, type Verdict } from "./deciding.tsx";
import type { Waiting } from "./documents.ts";

const t = words({
  all: ["Pilih semua yang termuat", "Tick all that are loaded"],
  none: ["Hapus pilihan", "Untick all"],
  ticked: ["{count} dipilih", "{count} ticked"],
  accept: ["Terima {count} laporan…", "Accept {count} reports…"],
  will: ["Akan menerima {count} laporan", "Will accept {count} reports"],
  bare: ["{count} tanpa bukti", "{count} without evidence"],
  go: ["Terima semua", "Accept all"],
  cancel: ["Batal", "Cancel"],
});

type Props = Readonly<{
  ticked: readonly Waiting[];
  canTick: boolean;
  tickAll: (is: boolean) => void;
  accept: (reports: readonly Waiting[], verdict: Verdict) => void;
}>;

export function Bulk({ ticked, canTick, tickAll, accept }: Props) {
  const [verdict, choose] = useState<Verdict>("CONFORMS");
  const dialog = useRef<HTMLDialogElement>(null);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault(); // the dialog goes away with what was ticked
    dialog.current?.close();
    accept(ticked, verdict);
  };
  if (ticked.length === 0) {
    return canTick ? (
      <button type="button" class="quiet" onClick={() => tickAll(true)}>
        {t("all")}
      </button>
    ) : null;
  }
  return (
    <div class="row bulk">
      <span>{t("ticked", { count: ticked.length })}</span>
      <button type="button" class="quiet" onClick={() => tickAll(false)}>
        {t("none")}
      </button>
      <button type="button" onClick={() => dialog.current?.showModal()}>
        {t("accept", { count: ticked.length })}
      </button>
      <dialog ref={dialog} aria-labelledby="bulk-title">
        <form class="stack" onSubmit={submit}>
          <h2 id="bulk-title">{t("will", { count: ticked.length })}</h2>
          <VerdictChoice verdict={verdict} choose={choose} all={false} />
          <Preview ticked={ticked} />
          <div class="row">
            <button type="submit" class="main">
              {t("go")}
            </button>
            <button type="button" onClick={() => dialog.current?.close()}>
              {t("cancel")}
            </button>
          </div>
        </form>
      </dialog>
    </div>
  );
}

function Preview({ ticked }: { ticked: readonly Waiting[] }) {
  const bare = ticked.filter(({ evidence }) => evidence.length === 0).length;
  return (
    <>
      {bare > 0 && <p class="lacking">{t("bare", { count: bare })}</p>}
      <ul class="preview">
        {ticked.map((each) => (
          <li key={each.id}>
            {amountOf(each)} · {day(each.effectiveOn)} · {each.agency.shortName} · {placeOf(each.target)} <span class="soft">{each.pledge.reference}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
