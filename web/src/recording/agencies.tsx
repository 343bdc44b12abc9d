/** Several agencies, found one after the other, each with what it is there. */
import type { ComponentChildren } from "preact";
import { useAnswer } from "../graph/answer.ts";
import { Agency } from "../parts/agency.tsx";
import { words } from "../words/words.ts";
import { NamesOfAgencies } from "./documents.ts";

const t = words({
  hint: ["Nama atau singkatan, lalu Enter", "Name or short name, then Enter"],
  remove: ["Hapus {name}", "Remove {name}"],
});

/** The names of agencies of which only the ids are known. */
export function useNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const { data } = useAnswer(NamesOfAgencies, ids.length > 0 ? { ids: [...ids] } : null);
  const found = data?.nodes.flatMap((each) => (each?.__typename === "Agency" ? [[each.id, each.name] as const] : [])) ?? [];
  return new Map(found);
}

type Props<Entry> = Readonly<{
  entries: readonly Entry[];
  change: (entries: readonly Entry[]) => void;
  made: (id: string) => Entry;
  /** What is asked of each beside its name. */
  beside: (entry: Entry, name: string, change: (next: Partial<Entry>) => void) => ComponentChildren;
}>;

export function Agencies<Entry extends Readonly<{ id: string }>>({ entries, change, made, beside }: Props<Entry>) {
  const names = useNames(entries.map(({ id }) => id));
  const add = (id: string | null): void => {
    if (id !== null && !entries.some((each) => each.id === id)) change([...entries, made(id)]);
  };
  return (
    <>
      <Agency hint={t("hint")} id={null} choose={add} />
      <ul class="plain chosen">
        {entries.map((entry) => {
          const name = names.get(entry.id) ?? "…";
          return (
            <li key={entry.id}>
              <span class="chosen-name">{name}</span>
              {beside(entry, name, (next) => change(entries.map((each) => (each === entry ? { ...each, ...next } : each))))}
              <Remove name={t("remove", { name })} act={() => change(entries.filter((each) => each !== entry))} />
            </li>
          );
        })}
      </ul>
    </>
  );
}

export function Remove({ name, act }: { name: string; act: () => void }) {
  return (
    <button type="button" class="quiet remove" aria-label={name} title={name} onClick={act}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M4 4l8 8M12 4l-8 8" />
      </svg>
    </button>
  );
}
