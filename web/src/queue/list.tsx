/** The reports that wait: one is chosen, several may be ticked. Its keys work while the focus is in it, and only then. */
import { useEffect, useRef } from "preact/hooks";
import { halfOf, day, words } from "../words/words.ts";
import { amountOf, placeOf } from "./claim.ts";
import type { Waiting } from "./documents.ts";
import { type Decided, retry } from "./holding.ts";

const t = words({
  list: ["Laporan yang menunggu telaah", "Reports waiting to be verified"],
  tick: ["Pilih laporan {agency}, {what}, {day}", "Tick the report of {agency}, {what}, {day}"],
  evidence: ["bukti: {count}", "evidence: {count}"],
  bare: ["tanpa bukti", "no evidence"],
  own: ["instansi Anda sendiri", "of your own agency"],
  again: ["Kirim lagi", "Send again"],
});

export type Does = "open" | "accept" | "giveBack" | "tick";

type Props = Readonly<{
  waiting: readonly Waiting[];
  chosen: string | undefined;
  ticked: ReadonlySet<string>;
  decided: ReadonlyMap<string, Decided>;
  mine: string | undefined;
  hrefOf: (report: Waiting) => string;
  choose: (report: Waiting) => void;
  does: (what: Does, report: Waiting) => void;
  /** Counts up when the focus is to come to the chosen one. */
  focusTurn: number;
}>;

const LETTERS: Readonly<Record<string, Does>> = { a: "accept", r: "giveBack", x: "tick", Enter: "open" };

export function List({ waiting, chosen, ticked, decided, mine, hrefOf, choose, does, focusTurn }: Props) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (focusTurn > 0) list.current?.querySelector<HTMLElement>("[aria-current]")?.focus();
  }, [focusTurn, chosen]);
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = waiting.findIndex(({ id }) => id === chosen);
    const report = waiting[at];
    const isOnLink = event.target instanceof HTMLAnchorElement;
    const to = stepOf(event.key, at, waiting.length);
    const deed = LETTERS[event.key] ?? (event.key === " " && isOnLink ? "tick" : undefined);
    if (to !== undefined) {
      const next = waiting[to];
      if (next) choose(next);
    } else if (deed && report && (event.key !== "Enter" || isOnLink)) does(deed, report);
    else return;
    event.preventDefault();
  };
  return (
    <ol ref={list} class="plain queue-reports" aria-label={t("list")} onKeyDown={press}>
      {waiting.map((each, index) => {
        const isChosen = each.id === chosen;
        return (
          <li key={each.id} class={isChosen ? "chosen" : undefined}>
            <label class="tick">
              <input
                type="checkbox"
                tabIndex={isChosen ? 0 : -1}
                checked={ticked.has(each.id)}
                disabled={each.agency.id === mine}
                aria-label={t("tick", { agency: each.agency.shortName, what: amountOf(each), day: day(each.effectiveOn) })}
                onChange={() => does("tick", each)}
              />
            </label>
            <a
              href={hrefOf(each)}
              tabIndex={isChosen || (chosen === undefined && index === 0) ? 0 : -1}
              aria-current={isChosen ? "true" : undefined}
            >
              <Row report={each} isMine={each.agency.id === mine} />
            </a>
            <Why decided={decided.get(each.id)} />
          </li>
        );
      })}
    </ol>
  );
}

function stepOf(key: string, at: number, count: number): number | undefined {
  if (key === "j" || key === "ArrowDown") return Math.min(count - 1, at + 1);
  if (key === "k" || key === "ArrowUp") return Math.max(0, at - 1);
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : undefined;
}

function Row({ report, isMine }: { report: Waiting; isMine: boolean }) {
  const { evidence, agency, target, pledge } = report;
  return (
    <>
      <span class="row-head">
        <strong>{amountOf(report)}</strong> <span>{day(report.effectiveOn)}</span>
      </span>
      <span class="row-title">{target.indicator?.name ?? pledge.title}</span>
      <span class="soft">
        {agency.shortName} · {placeOf(target)}
      </span>
      <span class={evidence.length ? "soft" : "lacking"}>
        {evidence.length ? t("evidence", { count: evidence.length }) : t("bare")}
        {isMine && ` · ${t("own")}`}
      </span>
    </>
  );
}

/** Why it was refused when it was sent. */
function Why({ decided }: { decided: Decided | undefined }) {
  if (!decided?.refusal) return null;
  return (
    <div class="refused">
      <p>{halfOf(decided.refusal.message)}</p>
      {decided.refusal.isUnanswered && (
        <button type="button" onClick={() => retry(decided)}>
          {t("again")}
        </button>
      )}
    </div>
  );
}
