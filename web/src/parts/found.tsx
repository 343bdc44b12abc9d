/** A field in which something is found by its name; what fits stands below it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { words } from "../words/words.ts";

const t = words({ none: ["Tidak ditemukan", "Nothing found"], found: ["Pilihan", "Choices"] });

type Props = Readonly<{
  label: string;
  hint: string;
  chosen: string;
  search: string;
  setSearch: (search: string) => void;
  found: readonly Readonly<{ value: string; name: string; note: string }>[] | undefined;
  /** What is found is still that of what was typed before. */
  isAsking?: boolean;
  choose: (value: string | null) => void;
}>;

/** From this many letters on it is asked for. */
export const FEWEST = 2;

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

export function Found({ label, hint, chosen, search, setSearch, found, isAsking = false, choose }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [isWanted, setWanted] = useState(false);
  const take = (value: string): void => {
    setWanted(false);
    setSearch("");
    choose(value);
    field.current?.focus();
  };
  // Enter comes before the answer when somebody types fast: the first of it is taken once it is there.
  useEffect(() => {
    const [first] = found ?? [];
    if (isWanted && !isAsking && search.length >= FEWEST && first) take(first.value);
  }, [isWanted, isAsking, found]);
  const press = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step) walk(event, step);
    if (event.key === "Escape" && search) {
      event.stopPropagation();
      setSearch("");
      field.current?.focus();
    }
  };
  return (
    <div class="found" onKeyDown={press}>
      <label>
        {label}
        <input
          ref={field}
          type="search"
          autocomplete="off"
          placeholder={hint}
          value={search || chosen}
          onInput={(event) => {
            const { value } = event.currentTarget;
            setWanted(false);
            setSearch(value);
            if (value === "" && chosen) choose(null);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            // In a form it would send the form.
            event.preventDefault();
            setWanted(search.length >= FEWEST);
          }}
        />
      </label>
      {search.length >= FEWEST && found && (
        <ul class="options" aria-label={t("found")} aria-busy={isAsking}>
          {found.length === 0 && <li class="soft">{t("none")}</li>}
          {found.map((each) => (
            <li key={each.value}>
              <button type="button" onClick={() => take(each.value)}>
                {each.name} <span class="soft">{each.note}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** From the field into the list below it and back. */
function walk(event: KeyboardEvent, step: number): void {
  const stops = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("input, .options button")];
  const next = stops[stops.indexOf(document.activeElement as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
