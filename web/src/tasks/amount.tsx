/** How much: a quantity in the target's unit, or a part of a whole where the indicator is a percentage. */
import { useEffect, useRef } from "preact/hooks";
import type { Measured } from "../outbox/row.ts";
import { language, number, words } from "../words/words.ts";
import { decimalOf } from "./decimal.ts";
import type { Aim } from "./documents.ts";

const t = words({
  added: ["Jumlah baru dalam laporan ini", "New amount in this report"],
  whole: ["Jumlah seluruhnya pada tanggal itu", "Whole amount on that day"],
  numerator: ["Yang sudah tercapai", "Reached"],
  denominator: ["Dari seluruhnya", "Out of all"],
  understood: ["Terbaca: {amount}", "Read as: {amount}"],
  wrong: ["Isi dengan angka, misalnya 12 atau 12,5", "Give a number, such as 12 or 12.5"],
});

/** As it stands in the fields. */
export type Typed = Readonly<{ quantity: string; numerator: string; denominator: string }>;

type Values = Pick<Measured, "quantity" | "numerator" | "denominator">;

/** What an edited report has in its fields at first. */
export function typedOf(report: Measured | undefined): Typed {
  const shown = (value: string | null | undefined): string => (value ?? "").replace(".", language.value === "id" ? "," : ".");
  return { quantity: shown(report?.quantity), numerator: shown(report?.numerator), denominator: shown(report?.denominator) };
}

/** What the report says; null while it is no number. */
export function valuesOf(aim: Aim, typed: Typed): Values | null {
  if (!isShare(aim)) {
    const quantity = decimalOf(typed.quantity, language.value);
    return quantity === null ? null : { quantity, numerator: null, denominator: null };
  }
  const numerator = decimalOf(typed.numerator, language.value);
  const denominator = decimalOf(typed.denominator, language.value);
  return numerator === null || denominator === null ? null : { quantity: null, numerator, denominator };
}

function isShare({ indicator }: Aim): boolean {
  return indicator?.kind === "PERCENTAGE";
}

type Props = Readonly<{ aim: Aim; typed: Typed; change: (typed: Typed) => void; isTried: boolean }>;

export function Amount({ aim, typed, change, isTried }: Props) {
  const field = (name: keyof Typed, label: string, unit: string, isFirst: boolean) => (
    <Field
      key={name}
      {...{ name, label, unit, isFirst, isTried }}
      text={typed[name]}
      change={(text) => change({ ...typed, [name]: text })}
    />
  );
  if (isShare(aim)) {
    return (
      <>
        {field("numerator", t("numerator"), "", true)}
        {field("denominator", t("denominator"), "", false)}
      </>
    );
  }
  const isAdded = (aim.indicator?.overPeriods ?? "SUM") === "SUM";
  return field("quantity", t(isAdded ? "added" : "whole"), aim.unit ?? "", true);
}

type FieldProps = Readonly<{
  name: string;
  label: string;
  unit: string;
  text: string;
  isFirst: boolean;
  isTried: boolean;
  change: (text: string) => void;
}>;

function Field({ name, label, unit, text, isFirst, isTried, change }: FieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const value = decimalOf(text, language.value);
  const isWrong = isTried && value === null;
  useEffect(() => {
    if (isFirst) input.current?.focus();
  }, [isFirst, isWrong]);
  return (
    <div class="amount">
      <label for={name}>{unit ? `${label} (${unit})` : label}</label>
      <span class="amount-field">
        <input
          id={name}
          ref={input}
          inputMode="decimal"
          autocomplete="off"
          value={text}
          aria-invalid={isWrong}
          aria-describedby={`${name}-said`}
          onInput={(event) => change(event.currentTarget.value)}
        />
        <span aria-hidden="true">{unit}</span>
      </span>
      <p id={`${name}-said`} class={isWrong ? "wrong" : "soft"} role={isWrong ? "alert" : undefined}>
        {isWrong ? t("wrong") : value !== null && /[.,]/.test(text) && t("understood", { amount: `${number(value, 6)} ${unit}` })}
      </p>
    </div>
  );
}
