/** Pledges as a list of cards: how each stands, whose it is, by when, and what is verified. */
import { useAddress } from "../address/address.ts";
import { useAnswer } from "../graph/answer.ts";
import { graphql, type ResultOf, type VariablesOf } from "../graph/graphql.ts";
import { wordOf } from "../words/lists.ts";
import { day, percent, words } from "../words/words.ts";
import { More } from "./more.tsx";
import { Progress } from "./progress.tsx";
import { Refused } from "./refused.tsx";
import { Mark, SignDrawings, signOfPledge, signWord } from "./sign.tsx";

const t = words({
  count: ["{count} komitmen", "{count} pledges"],
  none: ["Belum ada komitmen di sini.", "Nothing has been promised here."],
  due: ["Batas waktu {day}", "Due {day}"],
  noDue: ["Tanpa batas waktu", "No due date"],
  verified: ["{progress} terverifikasi", "{progress} verified"],
  missing: ["Belum ada: {what}", "Still missing: {what}"],
});

export const ListedPledge = graphql(`
  fragment ListedPledge on Pledge {
    reference
    title
    execution
    timeliness
    dueOn
    progress
    claimedProgress
    lead { shortName }
    maturity { missing }
  }
`);

const PledgesOf = graphql(
  `
  query PledgesOf($filter: PledgeFilter, $after: String) {
    pledges(filter: $filter, first: 30, after: $after, orderBy: DUE) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { ...ListedPledge }
    }
  }
`,
  [ListedPledge],
);

export function PledgeList({ filter }: { filter: NonNullable<VariablesOf<typeof PledgesOf>["filter"]> }) {
  const { query } = useAddress();
  const { data, refusal, again, isAsking } = useAnswer(PledgesOf, { filter, after: query.get("sesudah") });
  const pledges = data?.pledges;
  return (
    <div aria-busy={isAsking}>
      <SignDrawings />
      <Refused refusal={refusal} again={again} />
      {pledges && <p class="soft">{pledges.totalCount ? t("count", { count: pledges.totalCount }) : t("none")}</p>}
      <ol class="plain cards">
        {pledges?.nodes.map((each) => (
          <li key={each.reference}>
            <PledgeCard pledge={each} href={`/komitmen/${each.reference}`} />
          </li>
        ))}
      </ol>
      {pledges && <More query={query} page={pledges.pageInfo} />}
    </div>
  );
}

export function PledgeCard({ pledge, href }: { pledge: ResultOf<typeof ListedPledge>; href: string }) {
  const sign = signOfPledge(pledge);
  const missing = pledge.maturity.missing.map((each) => wordOf("Ingredient", each)).join(", ");
  return (
    <article class="card">
      <p class="card-head">
        <span class={`chip sign-${sign}`} title={signWord(sign)}>
          <Mark of={sign} /> {wordOf("Execution", pledge.execution)}
        </span>
        <span class="soft">{pledge.lead.shortName}</span>
        <span class="soft">{pledge.reference}</span>
      </p>
      <h3>
        <a href={href}>{pledge.title}</a>
      </h3>
      <p class="soft">
        {pledge.dueOn ? t("due", { day: day(pledge.dueOn) }) : t("noDue")}
        {pledge.progress !== null && (
          <>
            {" · "}
            <Progress verified={pledge.progress} claimed={pledge.claimedProgress ?? 0} />{" "}
            {t("verified", { progress: percent(pledge.progress) })}
          </>
        )}
      </p>
      {missing && <p class="soft">{t("missing", { what: missing })}</p>}
    </article>
  );
}
