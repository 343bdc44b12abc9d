/** The chosen report: what is claimed, the evidence beside it, and what was said of the target before. */
import type { ComponentChildren, Ref } from "preact";
import { useAnswer } from "../graph/answer.ts";
import { Progress } from "../parts/progress.tsx";
import { wordOf } from "../words/lists.ts";
import { day, instant, number, words } from "../words/words.ts";
import { amountOf, measured, placeOf, shareOf, shortHash } from "./claim.ts";
import { ReportsBefore, type Waiting } from "./documents.ts";

const t = words({
  back: ["Ke daftar", "To the list"],
  on: ["Capaian per", "Achieved by"],
  by: ["Oleh", "By"],
  place: ["Tempat", "Place"],
  target: ["Target", "Target"],
  due: ["tenggat {day}", "due {day}"],
  before: ["Terverifikasi sebelumnya", "Verified before"],
  sum: ["Diklaim, termasuk ini", "Claimed, with this one"],
  pledge: ["Komitmen", "Pledge"],
  rule: ["Bukti yang diminta", "What counts as evidence"],
  narrative: ["Penjelasan", "In words"],
  noNarrative: ["Tanpa penjelasan.", "Nothing in words."],
  evidence: ["Bukti", "Evidence"],
  noEvidence: ["Laporan ini tidak disertai bukti.", "This report shows no evidence."],
  opens: ["dibuka di tab baru", "opens in a new tab"],
  earlier: ["Laporan lain untuk target ini", "Other reports on this target"],
  none: ["Belum ada yang lain.", "There is no other."],
  waits: ["menunggu telaah", "waiting"],
  recorded: ["dicatat {when}", "recorded {when}"],
});

type Props = Readonly<{ report: Waiting; back: string; heading: Ref<HTMLHeadingElement>; children: ComponentChildren }>;

export function Report({ report, back, heading, children }: Props) {
  return (
    <article class="report">
      <div class="report-body">
        <a class="back" href={back}>
          ‹ {t("back")}
        </a>
        <h2 ref={heading} tabIndex={-1}>
          {amountOf(report)} <span class="soft">{report.target.indicator?.name}</span>
        </h2>
        <div class="beside">
          <section>
            <Claim report={report} />
            <h3>{t("narrative")}</h3>
            <p class={report.narrative ? "narrative" : "soft"}>{report.narrative ?? t("noNarrative")}</p>
          </section>
          <Shown evidence={report.evidence} />
        </div>
        <Before target={report.target.id} but={report.id} unit={report.target.unit} />
      </div>
      {children}
    </article>
  );
}

function Claim({ report }: { report: Waiting }) {
  const { target, pledge, agency } = report;
  const [verified, claimed] = [shareOf(target.verified, target), shareOf(target.claimed, target)];
  return (
    <dl>
      <dt>{t("pledge")}</dt>
      <dd>
        <a href={`/komitmen/${pledge.reference}`}>{pledge.title}</a> <span class="soft">{pledge.reference}</span>
      </dd>
      <dt>{t("by")}</dt>
      <dd>{agency.name}</dd>
      <dt>{t("on")}</dt>
      <dd>
        {day(report.effectiveOn)} <span class="soft">{t("recorded", { when: instant(report.recordedAt) })}</span>
      </dd>
      <dt>{t("place")}</dt>
      <dd>
        {placeOf(target)} <span class="soft">{wordOf("SpmAreaCode", target.area.code)}</span>
      </dd>
      <dt>{t("target")}</dt>
      <dd>
        {measured(target.quantity, target)} {target.dueOn && <span class="soft">{t("due", { day: day(target.dueOn) })}</span>}
      </dd>
      <dt>{t("before")}</dt>
      <dd>{measured(target.verified, target)}</dd>
      <dt>{t("sum")}</dt>
      <dd>
        {measured(target.claimed, target)}{" "}
        {verified !== null && <Progress verified={Math.max(0, verified)} claimed={Math.max(0, claimed ?? 0)} />}
      </dd>
      {pledge.evidenceRule && (
        <>
          <dt>{t("rule")}</dt>
          <dd>{pledge.evidenceRule}</dd>
        </>
      )}
    </dl>
  );
}

function Shown({ evidence }: { evidence: Waiting["evidence"] }) {
  return (
    <section aria-label={t("evidence")}>
      <h3>{t("evidence")}</h3>
      {evidence.length === 0 && <p class="lacking">{t("noEvidence")}</p>}
      <ul class="plain evidence">
        {evidence.map((each) => (
          <li key={`${each.url} ${each.sha256}`}>
            <a href={each.url} target="_blank" rel="noopener noreferrer">
              {each.kind === "FILE" && each.mediaType?.startsWith("image/") && <img src={each.url} alt="" loading="lazy" />}
              {each.title} <span class="said">({t("opens")})</span>
            </a>{" "}
            <code class="soft" title={`SHA-256 ${each.sha256}`}>
              {shortHash(each.sha256)}
            </code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Before({ target, but, unit }: { target: string; but: string; unit: string | null }) {
  const { data } = useAnswer(ReportsBefore, { id: target });
  const found = data?.node?.__typename === "Target" ? data.node.reports.nodes.filter(({ id }) => id !== but) : undefined;
  return (
    <>
      <h3>{t("earlier")}</h3>
      {found?.length === 0 && <p class="soft">{t("none")}</p>}
      <ul class="plain">
        {found?.map(({ id, quantity, effectiveOn, verification }) => (
          <li key={id}>
            {number(quantity)} {unit} · {day(effectiveOn)} ·{" "}
            {verification
              ? [wordOf("Decision", verification.decision), verification.verdict && wordOf("Verdict", verification.verdict), verification.reason]
                  .filter(Boolean)
                  .join(", ")
              : t("waits")}
          </li>
        ))}
      </ul>
    </>
  );
}
