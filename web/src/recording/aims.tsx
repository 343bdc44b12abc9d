/** What is to be reached where: an indicator with its unit, an area, and a quantity at each of several places. */
import { Refusal } from "../graph/asking.ts";
import type { Enum, VariablesOf } from "../graph/graphql.ts";
import { decimalOf } from "../tasks/decimal.ts";
import { valuesOf, wordOf } from "../words/lists.ts";
import { language, words } from "../words/words.ts";
import type { AddTargets } from "./documents.ts";
import { Choice, Text } from "./fields.tsx";
import { type Place, Places } from "./places.tsx";

const t = words({
  indicator: ["Apa yang diukur", "What is measured"],
  example: ["Misalnya: Posyandu dengan akses internet gratis", "Such as: Posyandu with free internet"],
  unit: ["Satuan", "Unit"],
  units: ["Misalnya: titik, kader, paket", "Such as: points, cadres, parcels"],
  counting: ["Cara menghitung laporan", "How reports count"],
  SUM: ["Setiap laporan menambah", "Each report adds"],
  LATEST: ["Laporan terakhir menggantikan", "The latest report replaces"],
  SHARE: ["Persentase: yang tercapai dari seluruhnya", "Percentage: reached out of all"],
  area: ["Bidang target", "Area of the target"],
  where: ["Di mana, dan berapa di setiap tempat", "Where, and how much at each place"],
});

type Area = Enum<"SpmAreaCode">;
type TargetInput = VariablesOf<typeof AddTargets>["input"]["targets"][number];

const COUNTINGS = ["SUM", "LATEST", "SHARE"] as const;
type Counting = (typeof COUNTINGS)[number];

export type Aims = Readonly<{
  indicator: string;
  unit: string;
  counting: Counting;
  area: Area | "";
  places: readonly Place[];
}>;

export const NO_AIMS: Aims = { indicator: "", unit: "", counting: "SUM", area: "", places: [] };

type Props = Readonly<{
  aims: Aims;
  change: (next: Partial<Aims>) => void;
  refusal: Refusal | undefined;
  /** Those of the pledge; every area where it has none. */
  areas: readonly Area[];
  within: string | null;
  known?: Readonly<{ indicators: readonly string[]; units: readonly string[] }>;
}>;

export function AimFields({ aims, change, refusal, areas, within, known = { indicators: [], units: [] } }: Props) {
  const offered = areas.length > 0 ? areas : valuesOf("SpmAreaCode");
  return (
    <>
      <Text
        name="indicator"
        label={t("indicator")}
        hint={t("example")}
        value={aims.indicator}
        change={(indicator) => change({ indicator })}
        refusal={refusal}
        suggestions={known.indicators}
      />
      <div class="pair-fields">
        <Text
          name="unit"
          label={t("unit")}
          hint={t("units")}
          value={aims.unit}
          change={(unit) => change({ unit })}
          refusal={refusal}
          suggestions={known.units}
        />
        <Choice
          label={t("counting")}
          value={aims.counting}
          values={COUNTINGS.map((each) => [each, t(each)])}
          change={(value) => change({ counting: value as Counting })}
        />
      </div>
      {offered.length > 1 && (
        <Choice
          label={t("area")}
          value={areaOf(aims, areas)}
          values={offered.map((each) => [each, wordOf("SpmAreaCode", each)])}
          change={(value) => change({ area: value as Area })}
        />
      )}
      <fieldset class="part">
        <legend>{t("where")}</legend>
        <Places places={aims.places} change={(places) => change({ places })} within={within} unit={aims.indicator ? aims.unit : undefined} />
      </fieldset>
    </>
  );
}

/** The area that is chosen, as long as it is one of those; else the first of them. */
function areaOf({ area }: Aims, areas: readonly Area[]): Area {
  const offered = areas.length > 0 ? areas : valuesOf("SpmAreaCode");
  return area !== "" && offered.includes(area) ? area : (offered[0] ?? "LINTAS_BIDANG");
}

const NO_PLACE = "Pilih tempatnya dahulu: setiap target ada di satu tempat. / Choose its places first: every target is at one place.";
const NO_UNIT = "Sebutkan satuannya. / Say in which unit.";
const NO_INDICATOR = "Sebutkan apa yang diukur. / Say what is measured.";
const NO_NUMBER = "Isi jumlah dengan angka, misalnya 12 atau 12,5. / Give a quantity as a number, such as 12 or 12.5.";

/** A target at each place; none where nothing is measured. Refuses what is half filled in. */
export function targetsOf(aims: Aims, areas: readonly Area[], dueOn: string | null): TargetInput[] {
  const [name, unit] = [aims.indicator.trim(), aims.unit.trim()];
  if (!name && !unit) return [];
  if (!name) throw new Refusal("INVALID", NO_INDICATOR, "indicator");
  if (!unit) throw new Refusal("INVALID", NO_UNIT, "unit");
  if (aims.places.length === 0) throw new Refusal("INVALID", NO_PLACE, "scope");
  const indicator = { name, unit, ...HOW[aims.counting] };
  return aims.places.map((place) => ({
    areaCode: areaOf(aims, areas),
    ...(place.kind === "post" ? { posyanduId: place.id } : { regionCode: place.id }),
    indicator,
    quantity: quantityOf(place),
    dueOn,
  }));
}

const HOW: Readonly<Record<Counting, Pick<NonNullable<TargetInput["indicator"]>, "kind" | "overPeriods">>> = {
  SUM: {},
  LATEST: { overPeriods: "LATEST" },
  SHARE: { kind: "PERCENTAGE", overPeriods: "LATEST" },
};

function quantityOf({ quantity }: Place): string | null {
  if (!quantity.trim()) return null;
  const read = decimalOf(quantity, language.value);
  if (read === null) throw new Refusal("INVALID", NO_NUMBER, "quantity");
  return read;
}
