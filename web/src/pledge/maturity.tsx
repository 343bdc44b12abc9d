/** The ladder of maturity: each ingredient that is there, and each missing one as something to do. */
import { wordOf, valuesOf } from "../words/lists.ts";
import { words } from "../words/words.ts";
import { ADDING } from "./adding.tsx";
import { ReviseForm } from "./revise.tsx";
import type { Pledge } from "./full.tsx";
import { may } from "./steps.tsx";

const t = words({
  title: ["Kematangan: {score} dari 100", "Maturity: {score} of 100"],
  here: ["ada", "there"],
  missing: ["belum ada", "missing"],
  targets: ["Sebutkan apa, berapa, dan di mana", "Say what, how much and where"],
  complete: ["Semua unsur ada: komitmen ini dapat diikuti sampai selesai.", "All of it is there: this can be followed to its end."],
});

/** What targets say, and no other form. */
const BY_TARGETS: ReadonlySet<string> = new Set(["INDICATOR", "UNIT", "QUANTITY", "PLACE"]);

function toAdding(): void {
  const form = document.getElementById(ADDING);
  form?.setAttribute("open", "");
  form?.scrollIntoView();
  form?.querySelector("summary")?.focus();
}

export function Maturity({ pledge, again, isNow }: { pledge: Pledge; again: () => void; isNow: boolean }) {
  const { score, missing } = pledge.maturity;
  const revises = isNow && (may(pledge, "REVISE") || may(pledge, "REVISE_TERMS"));
  return (
    <section>
      <h2>{t("title", { score })}</h2>
      <meter min={0} max={100} value={score} aria-label={t("title", { score })} />
      {missing.length === 0 ? (
        <p>{t("complete")}</p>
      ) : (
        <ul class="ladder">
          {valuesOf("Ingredient").map((each) => {
            const isMissing = missing.includes(each);
            return (
              <li key={each} class={isMissing ? "missing" : "there"}>
                <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
                  {isMissing ? <circle cx="8" cy="8" r="5.5" /> : <path d="M3 8.5l3.5 3.5L13 4.5" />}
                </svg>
                {wordOf("Ingredient", each)} <span class="said">{t(isMissing ? "missing" : "here")}</span>
              </li>
            );
          })}
        </ul>
      )}
      {isNow && may(pledge, "REVISE_TERMS") && missing.some((each) => BY_TARGETS.has(each)) && (
        <button type="button" onClick={toAdding}>
          {t("targets")}
        </button>
      )}
      {revises && <ReviseForm pledge={pledge} again={again} />}
    </section>
  );
}
