/** What was reported, the newest first: the claim, its evidence, and what was said of it. */
import { wordOf } from "../words/lists.ts";
import { day, number, words } from "../words/words.ts";
import type { Pledge } from "./full.tsx";
import { placeOf } from "./targets.tsx";

const t = words({
  title: ["Laporan dan bukti", "Reports and evidence"],
  none: ["Belum ada laporan.", "Nothing is reported yet."],
  waiting: ["Menunggu telaah", "Waiting to be judged"],
  by: ["oleh {agency}, {day}", "by {agency}, {day}"],
  more: ["{shown} terbaru dari {count}.", "The latest {shown} of {count}."],
});

type Report = Pledge["reports"]["nodes"][number];

export function Reports({ pledge }: { pledge: Pledge }) {
  const { nodes, totalCount } = pledge.reports;
  return (
    <section>
      <h2>{t("title")}</h2>
      {totalCount === 0 && <p class="soft">{t("none")}</p>}
      <ol class="plain entries">
        {nodes.map((each) => (
          <li key={each.id}>
            <Entry report={each} />
          </li>
        ))}
      </ol>
      {totalCount > nodes.length && <p class="soft">{t("more", { shown: nodes.length, count: totalCount })}</p>}
    </section>
  );
}

function Entry({ report }: { report: Report }) {
  const { verification } = report;
  return (
    <article>
      <p>
        <strong>
          {number(report.quantity)} {report.target.unit}
        </strong>{" "}
        {placeOf(report.target)} · {day(report.effectiveOn)} · <span class="soft">{report.agency.shortName}</span>
      </p>
      {report.narrative && <p>{report.narrative}</p>}
      {report.evidence.length > 0 && (
        <ul class="plain row gallery">
          {report.evidence.map((each) => (
            <li key={`${each.url}${each.sha256}`}>
              <Shown evidence={each} />
            </li>
          ))}
        </ul>
      )}
      <p class="soft">
        {verification
          ? [
              wordOf("Decision", verification.decision),
              verification.verdict && wordOf("Verdict", verification.verdict),
              t("by", { agency: verification.agency.shortName, day: day(verification.effectiveOn) }),
              verification.reason,
            ]
              .filter(Boolean)
              .join(" · ")
          : t("waiting")}
      </p>
    </article>
  );
}

/** A picture of our own store is shown; anything else is a link, and says what its content was by hash. */
function Shown({ evidence }: { evidence: Report["evidence"][number] }) {
  const { title, url, sha256, kind, mediaType } = evidence;
  const isPicture = kind === "FILE" && mediaType?.startsWith("image/");
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" title={`SHA-256 ${sha256}`}>
      {isPicture && <img src={url} alt={title} loading="lazy" width="96" height="96" />}
      {!isPicture && title}
    </a>
  );
}
