/** The command palette: screens, pledges by reference or words, regions, agencies and meetings, by Ctrl+K. */
import { useEffect, useRef, useState } from "preact/hooks";
import { go } from "../address/address.ts";
import { useAnswer } from "../graph/answer.ts";
import { graphql } from "../graph/graphql.ts";
import { FEWEST } from "../parts/found.tsx";
import { present } from "../session/present.ts";
import { wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";
import { shownTo, t as names } from "./screens.ts";

const t = words({
  title: ["Cari dan buka", "Find and open"],
  hint: ["Layar, komitmen, wilayah, instansi, rapat…", "Screen, pledge, region, agency, meeting…"],
  none: ["Tidak ditemukan.", "Nothing found."],
  screen: ["Layar", "Screen"],
  close: ["Tutup", "Close"],
  meeting: ["Catat rapat", "Record a meeting"],
  command: ["Perintah", "Command"],
});

const Find = graphql(`
  query Find($search: String!) {
    pledges(filter: { search: $search }, first: 6) { nodes { reference title lead { shortName } } }
    regions(filter: { search: $search }, first: 5) { nodes { code name level parent { name } } }
    agencies(filter: { search: $search }, first: 5) { nodes { id name region { name } } }
    meetings(filter: { search: $search }, first: 4) { nodes { id title } }
  }
`);

type Command = Readonly<{ href: string; name: string; note: string }>;
const PAUSE_MS = 150;

export default function Palette({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState("");
  const [search, setSearch] = useState("");
  const [place, setPlace] = useState(0);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data } = useAnswer(Find, search.length >= FEWEST ? { search } : null);
  const found = search.length >= FEWEST ? data : undefined;
  const commands: Command[] = [
    ...screensNamed(typed),
    ...commandsNamed(typed),
    ...(found?.pledges.nodes ?? []).map((each) => ({
      href: `/komitmen/${each.reference}`,
      name: each.title,
      note: `${each.reference} · ${each.lead.shortName}`,
    })),
    ...(found?.regions.nodes ?? []).map((each) => ({
      href: `/wilayah/${each.code}`,
      name: each.parent ? `${each.name}, ${each.parent.name}` : each.name,
      note: wordOf("RegionLevel", each.level),
    })),
    ...(found?.agencies.nodes ?? []).map((each) => ({ href: `/instansi/${each.id}`, name: each.name, note: each.region.name })),
    ...(found?.meetings.nodes ?? []).map((each) => ({ href: `/rapat/${each.id}`, name: each.title, note: names("meetings") })),
  ];
  const at = Math.min(place, commands.length - 1);
  const run = (command: Command | undefined): void => {
    if (!command) return;
    close();
    go(command.href);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      setPlace(Math.max(0, Math.min(commands.length - 1, at + step)));
    }
    if (event.key === "Enter") run(commands[at]);
  };
  return (
    <dialog ref={dialog} class="palette" aria-label={t("title")} onClose={close}>
      <div class="row">
        <input
          type="text"
          role="combobox"
          aria-label={t("title")}
          aria-expanded="true"
          aria-controls="commands"
          aria-activedescendant={at >= 0 ? `command-${at}` : undefined}
          placeholder={t("hint")}
          value={typed}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setPlace(0);
          }}
          onKeyDown={onKeyDown}
          ref={(field) => field?.focus()}
        />
        <button type="button" onClick={close}>
          {t("close")}
        </button>
      </div>
      {commands.length === 0 && <p class="soft">{t("none")}</p>}
      <ul id="commands" role="listbox" aria-label={t("title")} class="plain">
        {commands.map((each, index) => (
          <li key={each.href} id={`command-${index}`} role="option" aria-selected={index === at} onClick={() => run(each)}>
            {each.name} <span class="soft">{each.note}</span>
          </li>
        ))}
      </ul>
    </dialog>
  );
}

function screensNamed(typed: string): Command[] {
  const word = typed.trim().toLowerCase();
  return shownTo(present.value?.role ?? "PUBLIC")
    .map(({ href, name }) => ({ href, name: names(name), note: t("screen") }))
    .filter(({ name }) => name.toLowerCase().includes(word));
}

/** Forms that are no screens of their own. */
function commandsNamed(typed: string): Command[] {
  if (present.value?.role !== "SECRETARIAT" || !t("meeting").toLowerCase().includes(typed.trim().toLowerCase())) return [];
  return [{ href: "/rapat?catat=ya", name: t("meeting"), note: t("command") }];
}
