/** A pledge in full: its words and source first, then what it lacks, where it stands, and what can be done now. */
import { useEffect } from "preact/hooks";
import { useAnswer } from "../graph/answer.ts";
import type { ResultOf } from "../graph/graphql.ts";
import { Refused } from "../parts/refused.tsx";
import { Mark, SignDrawings, signOfPledge, signWord } from "../parts/sign.tsx";
import { useSignal } from "../parts/signal.ts";
import { present } from "../session/present.ts";
import { wordOf } from "../words/lists.ts";
import { day, words } from "../words/words.ts";
import { Constraints } from "./constraints.tsx";
import { PledgePage } from "./documents.ts";
import { Facts } from "./facts.tsx";
import { History } from "./history.tsx";
import { Maturity } from "./maturity.tsx";
import { Recorded } from "./recorded.tsx";
import { Reports } from "./reports.tsx";
import { Steps } from "./steps.tsx";
import { Targets } from "./targets.tsx";
import "../style/pledge.css";

const t = words({
  unknown: ["Komitmen ini tidak ditemukan.", "There is no such pledge."],
  spoken: ["Diucapkan {day}", "Spoken on {day}"],
  source: ["Sumber: {source}", "Source: {source}"],
  at: ["Dalam {meeting}", "At {meeting}"],
  asOf: ["Keadaan per {day}. Tindakan hanya pada keadaan hari ini.", "As of {day}. Steps are taken as of today only."],
  synthetic: ["Data buatan untuk uji coba.", "Made up, for trial."],
  due: ["Batas waktu {day}", "Due {day}"],
  predecessor: ["Dialihkan dari", "Transferred from"],
  successor: ["Dialihkan menjadi", "Transferred to"],
});

export type Pledge = NonNullable<ResultOf<typeof PledgePage>["pledge"]>;

/** As a page, or beside the cell that it was found in. */
export default function FullPledge({ reference, asOf }: { reference: string; asOf: string | null }) {
  const session = useSignal(present);
  // Who asks is part of the question: what may be done differs.
  const { data, refusal, again, isAsking } = useAnswer(PledgePage, session === undefined ? null : { reference, asOf });
  useEffect(again, [session?.assignment]);
  const pledge = data?.pledge;
  return (
    <article class="pledge" aria-busy={isAsking}>
      <SignDrawings />
      <Refused refusal={refusal} again={again} />
      {data && !pledge && <p>{t("unknown")}</p>}
      {pledge && <Shown pledge={pledge} asOf={asOf} again={again} />}
    </article>
  );
}

function Shown({ pledge, asOf, again }: { pledge: Pledge; asOf: string | null; again: () => void }) {
  return (
    <>
      <Recorded key={pledge.id} pledge={pledge} />
      <Head pledge={pledge} />
      {asOf && <p class="done">{t("asOf", { day: day(asOf) })}</p>}
      <div class="columns">
        <div>
          <Targets pledge={pledge} again={again} isNow={asOf === null} />
          <Reports pledge={pledge} />
          <History pledge={pledge} />
        </div>
        <div>
          {asOf === null && <Steps pledge={pledge} again={again} />}
          <Maturity pledge={pledge} again={again} isNow={asOf === null} />
          <Constraints pledge={pledge} again={again} isNow={asOf === null} />
          <Facts pledge={pledge} />
        </div>
      </div>
    </>
  );
}

function Head({ pledge }: { pledge: Pledge }) {
  const { statement, madeAt } = pledge;
  const sign = signOfPledge(pledge);
  return (
    <header>
      <p class="card-head">
        <span class={`chip sign-${sign}`} title={signWord(sign)}>
          <Mark of={sign} /> {wordOf("Execution", pledge.execution)}
        </span>
        <span class="chip plain-chip">{wordOf("Timeliness", pledge.timeliness)}</span>
        {pledge.verdict && <span class="chip plain-chip">{wordOf("Verdict", pledge.verdict)}</span>}
        {pledge.dueOn && <span>{t("due", { day: day(pledge.dueOn) })}</span>}
        <span class="soft">{pledge.reference}</span>
      </p>
      <h1>{pledge.title}</h1>
      <p class="soft">{pledge.lead.name}</p>
      <blockquote>
        “{statement.quote}”
        <footer>
          {[statement.speaker, t("spoken", { day: day(pledge.pledgedOn) }), madeAt && t("at", { meeting: madeAt.title })]
            .filter(Boolean)
            .join(" · ")}
          <br />
          {t("source", { source: statement.source })}
        </footer>
      </blockquote>
      {pledge.synthetic && <p class="soft">{t("synthetic")}</p>}
      <Moved name={t("predecessor")} to={pledge.predecessor} />
      <Moved name={t("successor")} to={pledge.successor} />
    </header>
  );
}

function Moved({ name, to }: { name: string; to: Pledge["successor"] }) {
  if (!to) return null;
  return (
    <p>
      {name}: <a href={`/komitmen/${to.reference}`}>{to.title}</a>
    </p>
  );
}
