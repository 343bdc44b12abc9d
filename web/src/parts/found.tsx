/** A field in which something is found by its name; what fits stands below it. */
import { words } from "../words/words.ts";

const t = words({ none: ["Tidak ditemukan", "Nothing found"], found: ["Pilihan", "Choices"] });

type Props = Readonly<{
  label: string;
  hint: string;
  chosen: string;
  search: string;
  setSearch: (search: string) => void;
  found: readonly Readonly<{ value: string; name: string; note: string }>[] | undefined;
  choose: (value: string | null) => void;
}>;

/** From this many letters on it is asked for. */
export const FEWEST = 2;

export function Found({ label, hint, chosen, search, setSearch, found, choose }: Props) {
  const take = (value: string): void => {
    setSearch("");
    choose(value);
  };
  return (
    <div class="found">
      <label>
        {label}
        <input
          type="search"
          placeholder={hint}
          value={search || chosen}
          onInput={(event) => {
            const { value } = event.currentTarget;
            setSearch(value);
            if (value === "" && chosen) choose(null);
          }}
          onKeyDown={(event) => {
            const [first] = found ?? [];
            if (event.key === "Enter" && search.length >= FEWEST && first) take(first.value);
            if (event.key === "Escape") setSearch("");
          }}
        />
      </label>
      {search.length >= FEWEST && found && (
        <ul class="options" aria-label={t("found")}>
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
