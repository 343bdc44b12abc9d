/** A region: the regions inside it, its agencies, and what is promised within. */
import { useAnswer } from "../graph/answer.ts";
import { graphql } from "../graph/graphql.ts";
import { PledgeList } from "../parts/pledge-list.tsx";
import { Refused } from "../parts/refused.tsx";
import { wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";

const t = words({
  unknown: ["Wilayah ini tidak ditemukan.", "There is no such region."],
  zone: ["Zona waktu {zone}", "Time zone {zone}"],
  inside: ["Di dalamnya ({count})", "Inside it ({count})"],
  posts: ["Posyandu ({count})", "Posyandu ({count})"],
  agencies: ["Instansi ({count})", "Agencies ({count})"],
  pledges: ["Komitmen di wilayah ini", "Pledges within"],
  matrix: ["Matriks Posyandu × bidang", "Matrix Posyandu × area"],
  byAgency: ["Matriks instansi × bidang", "Matrix agency × area"],
  gaps: ["Celah", "Gaps"],
  path: ["Letak", "Where it is"],
});

const RegionPage = graphql(`
  query RegionPage($code: String!) {
    region(code: $code) {
      code
      name
      level
      timeZone
      path { code name }
      regions(first: 100) { totalCount nodes { code name } }
      agencies(first: 100) { totalCount nodes { id name } }
    }
    posyandus(filter: { within: $code }, first: 30) { totalCount nodes { id name village { name } } }
  }
`);

export default function RegionScreen({ parts }: { parts: readonly string[] }) {
  const code = parts[0] ?? "";
  const { data, refusal, again, isAsking } = useAnswer(RegionPage, { code });
  const region = data?.region;
  return (
    <article class="page" aria-busy={isAsking}>
      <Refused refusal={refusal} again={again} />
      {data && !region && <p>{t("unknown")}</p>}
      {region && (
        <>
          <nav aria-label={t("path")} class="row">
            {region.path.slice(0, -1).map((each) => (
              <a key={each.code} href={`/wilayah/${each.code}`}>
                {each.name} ›
              </a>
            ))}
          </nav>
          <h1>{region.name}</h1>
          <p class="soft">
            {wordOf("RegionLevel", region.level)} · {region.code} · {t("zone", { zone: region.timeZone })}
          </p>
          <p class="row">
            <a href={`/?baris=posyandu&kolom=spm&wilayah=${region.code}`}>{t("matrix")}</a>
            <a href={`/?baris=instansi&kolom=spm&milik=${region.code}`}>{t("byAgency")}</a>
            <a href={`/celah?wilayah=${region.code}`}>{t("gaps")}</a>
          </p>
          <h2>{t("pledges")}</h2>
          <PledgeList filter={{ region: region.code }} />
          {region.regions.totalCount > 0 && (
            <>
              <h2>{t("inside", { count: region.regions.totalCount })}</h2>
              <ul class="plain row">
                {region.regions.nodes.map((each) => (
                  <li key={each.code}>
                    <a href={`/wilayah/${each.code}`}>{each.name}</a>
                  </li>
                ))}
              </ul>
            </>
          )}
          <h2>{t("agencies", { count: region.agencies.totalCount })}</h2>
          <ul class="plain row">
            {region.agencies.nodes.map((each) => (
              <li key={each.id}>
                <a href={`/instansi/${each.id}`}>{each.name}</a>
              </li>
            ))}
          </ul>
          <h2>{t("posts", { count: data.posyandus.totalCount })}</h2>
          <ul class="plain row">
            {data.posyandus.nodes.map((each) => (
              <li key={each.id}>
                <a href={`/posyandu/${each.id}`}>
                  {each.name}, {each.village.name}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </article>
  );
}
