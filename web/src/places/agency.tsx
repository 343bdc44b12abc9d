/** An agency: its mandates, how its areas stand, and its pledges. */
import { useAnswer } from "../graph/answer.ts";
import { graphql } from "../graph/graphql.ts";
import { PledgeList } from "../parts/pledge-list.tsx";
import { Refused } from "../parts/refused.tsx";
import { useSignal } from "../parts/signal.ts";
import { records } from "../recording/office.ts";
import { RequestList } from "../requests/list.tsx";
import { present } from "../session/present.ts";
import { wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";
import { AreaStrip } from "./strip.tsx";

const t = words({
  unknown: ["Instansi ini tidak ditemukan.", "There is no such agency."],
  mandates: ["Mandat", "Mandates"],
  noMandate: ["Tidak ada mandat bidang yang tercatat.", "No mandate for an area is recorded."],
  aliases: ["Juga disebut {names}", "Also called {names}"],
  areas: ["Per bidang", "By area"],
  pledges: ["Komitmen instansi ini", "Pledges of this agency"],
  record: ["Catat komitmen", "Record a pledge"],
  matrix: ["Matriks Posyandu × bidang", "Matrix Posyandu × area"],
});

const AgencyPage = graphql(`
  query AgencyPage($id: ID!) {
    agency(by: { id: $id }) { id name shortName kind aliases region { code name } mandates { source area { code } } }
  }
`);

export default function AgencyScreen({ parts }: { parts: readonly string[] }) {
  useSignal(present);
  const id = parts[0] ?? "";
  const { data, refusal, again, isAsking } = useAnswer(AgencyPage, { id });
  const agency = data?.agency;
  return (
    <article class="page" aria-busy={isAsking}>
      <Refused refusal={refusal} again={again} />
      {data && !agency && <p>{t("unknown")}</p>}
      {agency && (
        <>
          <h1>{agency.name}</h1>
          <p class="soft">
            {wordOf("AgencyKind", agency.kind)} · <a href={`/wilayah/${agency.region.code}`}>{agency.region.name}</a>
          </p>
          {agency.aliases.length > 0 && <p class="soft">{t("aliases", { names: agency.aliases.join(", ") })}</p>}
          {records(agency.id, agency.region.code) && (
            <p>
              <a class="button main" href={`/catat?instansi=${agency.id}`}>
                {t("record")}
              </a>
            </p>
          )}
          <RequestList filter={{ agency: agency.id }} />
          <h2>{t("mandates")}</h2>
          {agency.mandates.length === 0 && <p class="soft">{t("noMandate")}</p>}
          <ul>
            {agency.mandates.map(({ area, source }) => (
              <li key={area.code}>
                {wordOf("SpmAreaCode", area.code)} <span class="soft">{source}</span>
              </li>
            ))}
          </ul>
          <h2>{t("areas")}</h2>
          <AreaStrip filter={{ agency: agency.id }} isOwed={false} />
          <p>
            <a href={`/?baris=posyandu&kolom=spm&instansi=${agency.id}&wilayah=${agency.region.code}`}>{t("matrix")}</a>
          </p>
          <h2>{t("pledges")}</h2>
          <PledgeList filter={{ agency: agency.id }} />
        </>
      )}
    </article>
  );
}
