/** What else is known of a pledge: agencies, areas, places, money, dated steps, and when it may be done. */
import type { ComponentChildren } from "preact";
import { wordOf } from "../words/lists.ts";
import { day, halfOf, number, words } from "../words/words.ts";
import type { Pledge } from "./full.tsx";

const t = words({
  title: ["Keterangan", "Details"],
  forecast: ["Prakiraan", "Forecast"],
  range: ["Kemungkinan selesai {likely} (antara {earliest} dan {latest}).", "Likely done {likely} (between {earliest} and {latest})."],
  far: ["lebih dari sepuluh tahun lagi", "over ten years away"],
  agencies: ["Instansi", "Agencies"],
  areas: ["Bidang SPM", "SPM areas"],
  service: ["Layanan", "Service"],
  region: ["Wilayah", "Region"],
  places: ["Tempat", "Places"],
  posts: ["{count} Posyandu", "{count} Posyandu"],
  group: ["Untuk siapa", "For whom"],
  responsible: ["Penanggung jawab", "Responsible"],
  evidence: ["Bukti yang diterima", "What counts as evidence"],
  conditions: ["Syarat", "Conditions"],
  ratio: ["Bagian", "Share"],
  share: ["{percent} % dari {base}", "{percent} % of {base}"],
  line: ["Subkegiatan (SIPD)", "Budget line (SIPD)"],
  unfit: ["bukan tingkat pemerintahan wilayah ini", "not of this region's level of government"],
  money: ["Pendanaan", "Funding"],
  milestones: ["Tahapan", "Milestones"],
  shortfall: ["Kekurangan yang diakui", "Admitted shortfall"],
  done: ["selesai {day}", "done {day}"],
  unknown: ["belum diketahui", "not known"],
});

export function Facts({ pledge }: { pledge: Pledge }) {
  return (
    <section>
      <h2>{t("forecast")}</h2>
      <Forecast forecast={pledge.forecast} />
      <h2>{t("title")}</h2>
      <dl>
        <Fact name={t("agencies")}>
          {pledge.agencies.map(({ role, agency }) => (
            <div key={`${role}${agency.id}`}>
              {agency.name} <span class="soft">{wordOf("AgencyRole", role)}</span>
            </div>
          ))}
        </Fact>
        <Fact name={t("areas")}>{pledge.areas.map(({ code }) => wordOf("SpmAreaCode", code)).join(", ")}</Fact>
        <Fact name={t("service")}>{pledge.service?.name}</Fact>
        <Fact name={t("region")}>{pledge.region.name}</Fact>
        <Fact name={t("places")}>{placesOf(pledge)}</Fact>
        <Fact name={t("group")}>{pledge.targetGroup}</Fact>
        <Fact name={t("responsible")}>{pledge.responsible}</Fact>
        <Fact name={t("evidence")}>{pledge.evidenceRule}</Fact>
        <Fact name={t("conditions")}>{pledge.conditions}</Fact>
        <Fact name={t("ratio")}>{pledge.ratio && t("share", { percent: number(pledge.ratio.percent), base: pledge.ratio.base })}</Fact>
        <Fact name={t("line")}>
          {pledge.subActivity && `${pledge.subActivity.code} ${pledge.subActivity.name}`}
          {pledge.subActivityFits === false && ` (${t("unfit")})`}
        </Fact>
        <Fact name={t("money")}>
          {pledge.fundings.map((each, place) => (
            <div key={place}>
              {wordOf("FundingStage", each.stage)}: {each.amount === null ? t("unknown") : `Rp ${number(each.amount)}`}{" "}
              <span class="soft">{[each.source, each.fiscalYear].filter(Boolean).join(", ")}</span>
            </div>
          ))}
        </Fact>
        <Fact name={t("milestones")}>
          {pledge.milestones.map((each, place) => (
            <div key={place}>
              {each.title}, {day(each.dueOn)} {each.doneOn && <span class="soft">({t("done", { day: day(each.doneOn) })})</span>}
            </div>
          ))}
        </Fact>
        <Fact name={t("shortfall")}>{pledge.shortfall}</Fact>
      </dl>
    </section>
  );
}

/** What is not known has no line. */
function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  const given = [children].flat().filter((each) => each !== null && each !== undefined && each !== false && each !== "");
  if (given.length === 0) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Forecast({ forecast }: { forecast: Pledge["forecast"] }) {
  const { likely, earliest, latest } = forecast;
  return (
    <>
      <p>
        <strong>{wordOf("Outlook", forecast.outlook)}.</strong>{" "}
        {likely && earliest && t("range", { likely: day(likely), earliest: day(earliest), latest: latest ? day(latest) : t("far") })}
      </p>
      <p class="soft">{halfOf(forecast.reason)}</p>
    </>
  );
}

function placesOf({ scope }: Pledge): string {
  if (!scope) return "";
  const { regions, posyandus, words: said } = scope;
  const named = [...regions.map(({ name }) => name), ...said];
  return [...named, ...(posyandus.totalCount ? [t("posts", { count: posyandus.totalCount })] : [])].join(", ");
}
