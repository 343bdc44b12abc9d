/** Money of one stage from one source, as somebody types it. */
import { Refusal } from "../graph/asking.ts";
import type { Enum, VariablesOf } from "../graph/graphql.ts";
import { decimalOf } from "../tasks/decimal.ts";
import { valuesOf, wordOf } from "../words/lists.ts";
import { language, words } from "../words/words.ts";
import type { RecordPledge } from "./documents.ts";
import { Choice, Text } from "./fields.tsx";

const t = words({
  stage: ["Tahap", "Stage"],
  source: ["Sumber dana", "Source of the money"],
  example: ["Misalnya: APBD, APBDes, zakat", "Such as: APBD, village budget, zakat"],
  amount: ["Jumlah (rupiah)", "Amount (rupiah)"],
  year: ["Tahun", "Year"],
});

export type Money = Readonly<{ stage: Enum<"FundingStage">; source: string; amount: string; year: string }>;

export const NO_MONEY: Money = { stage: "PROMISED", source: "", amount: "", year: "" };

type FundingInput = NonNullable<VariablesOf<typeof RecordPledge>["input"]["fundings"]>[number];

type Props = Readonly<{ money: Money; change: (next: Partial<Money>) => void; refusal: Refusal | undefined }>;

export function MoneyFields({ money, change, refusal }: Props) {
  const field = (name: "source" | "amount" | "year") => ({
    name: `money-${name}`,
    value: money[name],
    change: (value: string) => change({ [name]: value }),
    refusal,
  });
  return (
    <>
      <Text {...field("source")} label={t("source")} hint={t("example")} />
      <div class="pair-fields">
        <Choice
          label={t("stage")}
          value={money.stage}
          values={valuesOf("FundingStage").map((each) => [each, wordOf("FundingStage", each)])}
          change={(value) => change({ stage: value as Enum<"FundingStage"> })}
        />
        <Text {...field("amount")} label={t("amount")} inputMode="decimal" isOptional />
        <Text {...field("year")} label={t("year")} type="number" min="2000" max="2100" isOptional />
      </div>
    </>
  );
}

const NO_NUMBER = "Isi jumlahnya dengan angka. / Give the amount as a number.";
const NO_SOURCE = "Sebutkan sumber dananya. / Say where the money comes from.";

/** The one line that was filled in; none where nothing was. */
export function fundingsOf({ stage, source, amount, year }: Money): FundingInput[] {
  if (!source.trim() && !amount.trim()) return [];
  if (!source.trim()) throw new Refusal("INVALID", NO_SOURCE, "money-source");
  const read = amount.trim() ? decimalOf(amount, language.value) : null;
  if (amount.trim() && read === null) throw new Refusal("INVALID", NO_NUMBER, "money-amount");
  return [{ stage, source: source.trim(), amount: read, fiscalYear: year ? Number(year) : null }];
}
