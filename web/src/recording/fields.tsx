/** Fields of a form, each with its label, what helps to fill it in, and what is wrong with it in the language of the page. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useMemo, useRef } from "preact/hooks";
import { Refusal } from "../graph/asking.ts";
import type { Enum } from "../graph/graphql.ts";
import { valuesOf, wordOf } from "../words/lists.ts";
import { halfOf, words } from "../words/words.ts";

const t = words({
  optional: ["boleh kosong", "optional"],
  areas: ["Bidang SPM", "SPM areas"],
  restored: ["Isian yang belum tersimpan dipulihkan.", "What you had not saved yet is back."],
  anew: ["Mulai dari kosong", "Begin anew"],
});

/** The service's own words for it, so that the same is said wherever it is noticed. */
const EMPTY = "Teks wajib diisi. / A text is required.";

/** Refuses before the service would: a round trip less on a slow line. */
export function demand<Draft extends object>(draft: Draft, ...names: (keyof Draft & string)[]): void {
  for (const name of names) {
    if (!String(draft[name] ?? "").trim()) throw new Refusal("INVALID", EMPTY, name);
  }
}

/** What a text field needs to know of a draft. */
export function binding<Draft extends object>(
  draft: Draft,
  change: (next: Partial<Draft>) => void,
  refusal: Refusal | undefined,
) {
  return (name: keyof Draft & string) => ({
    name: name as string,
    value: String(draft[name] ?? ""),
    change: (value: string) => change({ [name]: value } as unknown as Partial<Draft>),
    refusal,
  });
}

/** Ctrl+Enter sends the form, from whatever field. */
export function sendByKey(event: KeyboardEvent): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  (event.currentTarget as HTMLFormElement).requestSubmit();
}

type TextProps = Readonly<{
  name: string;
  label: string;
  value: string;
  change: (value: string) => void;
  refusal: Refusal | undefined;
  hint?: string | undefined;
  /** Of a text over several lines. */
  rows?: number;
  type?: "text" | "date" | "number";
  max?: string;
  min?: string;
  inputMode?: "decimal" | "numeric";
  isOptional?: boolean;
  isFirst?: boolean;
  suggestions?: readonly string[];
}>;

export function Text({ name, label, value, change, refusal, hint, rows, isOptional, isFirst, suggestions = [], ...more }: TextProps) {
  const id = useId();
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  // What is typed anew is not what was refused.
  const refused = useMemo(() => value, [refusal]);
  const wrong = refusal?.field === name && value === refused ? halfOf(refusal.message) : "";
  useEffect(() => {
    if (wrong || (isFirst && !refusal)) field.current?.focus();
  }, [refusal]);
  const said = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(" ");
  const shared = {
    id,
    name,
    value,
    ref: field,
    "aria-invalid": wrong !== "",
    "aria-describedby": said || undefined,
    onInput: (event: { currentTarget: { value: string } }) => change(event.currentTarget.value),
  };
  return (
    <div class={wrong ? "field wrong-field" : "field"}>
      <label for={id}>
        <span>
          {label} {isOptional && <span class="soft">({t("optional")})</span>}
        </span>
      </label>
      {hint && (
        <p id={`${id}-hint`} class="soft">
          {hint}
        </p>
      )}
      {wrong && (
        <p id={`${id}-wrong`} class="wrong">
          {wrong}
        </p>
      )}
      {rows === undefined ? (
        <input {...shared} {...more} autocomplete="off" list={suggestions.length > 0 ? `${id}-list` : undefined} />
      ) : (
        <textarea {...shared} rows={rows} />
      )}
      {suggestions.length > 0 && (
        <datalist id={`${id}-list`}>
          {suggestions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </div>
  );
}

type ChoiceProps = Readonly<{
  label: string;
  value: string;
  values: readonly (readonly [string, string])[];
  change: (value: string) => void;
  isHidden?: boolean;
}>;

/** With `isHidden` the label is only said. */
export function Choice({ label, value, values, change, isHidden = false }: ChoiceProps) {
  return (
    <label class="field">
      <span class={isHidden ? "said" : undefined}>{label}</span>
      <select value={value} onChange={(event) => change(event.currentTarget.value)}>
        {values.map(([each, word]) => (
          <option key={each} value={each}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

type Area = Enum<"SpmAreaCode">;

type AreasProps = Readonly<{ chosen: readonly Area[]; change: (chosen: readonly Area[]) => void; note?: string | undefined }>;

export function Areas({ chosen, change, note }: AreasProps) {
  const turn = (area: Area, isIn: boolean): void => change(isIn ? [...chosen, area] : chosen.filter((each) => each !== area));
  return (
    <fieldset class="areas">
      <legend>{t("areas")}</legend>
      {note && <p class="soft">{note}</p>}
      {valuesOf("SpmAreaCode").map((each) => (
        <label key={each} class="check">
          <input type="checkbox" checked={chosen.includes(each)} onChange={(event) => turn(each, event.currentTarget.checked)} />
          {wordOf("SpmAreaCode", each)}
        </label>
      ))}
    </fieldset>
  );
}

/** Says that a form is not empty because it was left, and offers to empty it. */
export function Restored({ isKept, drop }: { isKept: boolean; drop: () => void }) {
  if (!isKept) return null;
  return (
    <p class="row restored" role="status">
      {t("restored")}
      <button type="button" onClick={drop}>
        {t("anew")}
      </button>
    </p>
  );
}

/** A part of a form under its heading. */
export function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <fieldset class="part">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}
