/** What is often not said yet when a promise is made: each of it sharpens the pledge, none of it is demanded here. */
import { useState } from "preact/hooks";
import { useAnswer } from "../graph/answer.ts";
import type { Refusal } from "../graph/asking.ts";
import type { Enum } from "../graph/graphql.ts";
import { wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";
import { Agencies } from "./agencies.tsx";
import { AimFields } from "./aims.tsx";
import { Services } from "./documents.ts";
import { binding, Choice, Part, Text } from "./fields.tsx";
import { MoneyFields } from "./money.tsx";
import { begun, type Known, type Promised } from "./promise.ts";

const t = words({
  open: ["Sudah tahu lebih banyak? Tenggat, tempat, target, dana… (boleh menyusul)", "More is known already? Due date, places, targets, money… (may come later)"],
  when: ["Kapan dan oleh siapa", "When, and by whom"],
  due: ["Batas waktu", "Due date"],
  year: ["Tahun anggaran", "Fiscal year"],
  responsible: ["Penanggung jawab (jabatan)", "Who is responsible (office)"],
  evidence: ["Bukti yang diterima", "What counts as evidence"],
  group: ["Untuk siapa", "For whom"],
  conditions: ["Syarat yang disebut", "Conditions that were named"],
  service: ["Jenis layanan SPM", "SPM service"],
  none: ["Belum ditentukan", "Not settled"],
  directive: ["Menjawab arahan", "Answers the directive"],
  partners: ["Instansi lain yang terlibat", "Other agencies in it"],
  role: ["Peran {name}", "Role of {name}"],
  what: ["Apa dan di mana", "What, and where"],
  words: ["Tempat menurut yang diucapkan", "Places as they were named"],
  vague: ["Misalnya: daerah rawan, sejumlah lokasi", "Such as: areas at risk, a number of places"],
  money: ["Pendanaan", "Funding"],
});

const ROLES = ["SUPPORT", "JOINT", "FUNDER"] as const satisfies readonly Enum<"AgencyRole">[];

type Props = Readonly<{
  draft: Promised;
  change: (next: Partial<Promised>) => void;
  refusal: Refusal | undefined;
  region: string | null;
  known: Known;
}>;

/** Its fields are made when it is opened; it stands open when something in it was filled in or refused. */
export function Further(props: Props) {
  const { draft, refusal, known } = props;
  const [wasOpened, setOpened] = useState(() => isTouched(draft, begun(known)));
  const isOpen = wasOpened || INSIDE.has(refusal?.field ?? "");
  return (
    <details class="further" open={isOpen} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{t("open")}</summary>
      {isOpen && <Inside {...props} />}
    </details>
  );
}

const TEXTS = ["dueOn", "responsible", "evidenceRule", "targetGroup", "conditions", "fiscalYear", "serviceCode", "where", "directiveId"] as const;
const INSIDE: ReadonlySet<string> = new Set([...TEXTS, "indicator", "unit", "quantity", "scope", "targets", "fundings", "money-source", "money-amount", "agencies"]);

function isTouched(draft: Promised, first: Promised): boolean {
  return [...TEXTS, "partners" as const, "aims" as const, "money" as const].some((name) => JSON.stringify(draft[name]) !== JSON.stringify(first[name]));
}

function Inside({ draft, change, refusal, region, known }: Props) {
  const text = binding(draft, change, refusal);
  const directives = known.meeting?.directives ?? [];
  return (
    <>
      <Part title={t("when")}>
        <div class="pair-fields">
          <Text {...text("dueOn")} label={t("due")} type="date" min={draft.pledgedOn} />
          <Text {...text("fiscalYear")} label={t("year")} type="number" min="2000" max="2100" />
        </div>
        <Text {...text("responsible")} label={t("responsible")} />
        <Text {...text("evidenceRule")} label={t("evidence")} rows={2} />
        <Text {...text("conditions")} label={t("conditions")} rows={2} />
        <Text {...text("targetGroup")} label={t("group")} />
        <Service draft={draft} change={change} />
        {directives.length > 0 && (
          <Choice
            label={t("directive")}
            value={draft.directiveId}
            values={[["", "–"], ...directives.map(({ id, title }) => [id, title] as const)]}
            change={(directiveId) => change({ directiveId })}
          />
        )}
      </Part>
      <Part title={t("partners")}>
        <Agencies
          entries={draft.partners}
          change={(partners) => change({ partners })}
          made={(id) => ({ id, role: "SUPPORT" as const })}
          beside={({ role }, name, put) => (
            <Choice
              label={t("role", { name })}
              isHidden
              value={role}
              values={ROLES.map((each) => [each, wordOf("AgencyRole", each)])}
              change={(value) => put({ role: value as Enum<"AgencyRole"> })}
            />
          )}
        />
      </Part>
      <Part title={t("what")}>
        <AimFields
          aims={draft.aims}
          change={(next) => change({ aims: { ...draft.aims, ...next } })}
          refusal={refusal}
          areas={draft.areas}
          within={region}
        />
        <Text {...text("where")} label={t("words")} hint={t("vague")} />
      </Part>
      <Part title={t("money")}>
        <MoneyFields money={draft.money} change={(next) => change({ money: { ...draft.money, ...next } })} refusal={refusal} />
      </Part>
    </>
  );
}

/** Of the areas that are chosen; of all of them where none is. */
function Service({ draft, change }: Pick<Props, "draft" | "change">) {
  const { data } = useAnswer(Services, {});
  const offered = (data?.spmAreas ?? []).filter(({ code }) => draft.areas.length === 0 || draft.areas.includes(code)).flatMap(({ services }) => services);
  if (offered.length === 0) return null;
  return (
    <Choice
      label={t("service")}
      value={offered.some(({ code }) => code === draft.serviceCode) ? draft.serviceCode : ""}
      values={[["", t("none")], ...offered.map(({ code, name }) => [code, name] as const)]}
      change={(serviceCode) => change({ serviceCode })}
    />
  );
}
