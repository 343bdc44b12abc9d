/** Views: a name for what the address says, kept in this browser; anyone can be sent the address itself. */
import { useState } from "preact/hooks";
import { changed } from "../address/address.ts";
import { signal } from "../parts/signal.ts";
import { words } from "../words/words.ts";

const t = words({
  views: ["Tampilan", "Views"],
  choose: ["Tampilan tersimpan", "Saved views"],
  none: ["Belum ada tampilan tersimpan.", "No view is saved yet."],
  name: ["Nama tampilan", "Name of the view"],
  save: ["Simpan", "Save"],
  share: ["Salin tautan", "Copy the link"],
  shared: ["Tautan tersalin.", "The link is copied."],
  remove: ["Hapus {name}", "Remove {name}"],
});

type View = Readonly<{ name: string; query: string }>;
const KEPT = "ikrar.views";
const OF_THE_MOMENT = { sel: null, selkolom: null, komitmen: null };

export const viewsKept = signal<readonly View[]>(read());

function read(): readonly View[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(found) ? (found as View[]) : [];
  } catch {
    return [];
  }
}

function keep(views: readonly View[]): void {
  localStorage.setItem(KEPT, JSON.stringify(views));
  viewsKept.value = views;
}

export function Views() {
  const [note, setNote] = useState("");
  const here = (): string => changed(new URLSearchParams(location.search), OF_THE_MOMENT, "/");
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const name = String(new FormData(form).get("name") ?? "").trim();
    if (!name) return;
    keep([...viewsKept.value.filter((each) => each.name !== name), { name, query: here() }]);
    form.reset();
  };
  const share = async (): Promise<void> => {
    await navigator.clipboard.writeText(new URL(here(), location.origin).href);
    setNote(t("shared"));
  };
  return (
    <>
      <button type="button" popovertarget="views">
        {t("views")}
      </button>
      <div id="views" popover="auto" class="menu stack">
        <strong>{t("choose")}</strong>
        {viewsKept.value.length === 0 && <p class="soft">{t("none")}</p>}
        <ul class="plain">
          {viewsKept.value.map((each) => (
            <li key={each.name} class="row">
              <a href={each.query}>{each.name}</a>
              <button
                type="button"
                class="quiet"
                aria-label={t("remove", { name: each.name })}
                onClick={() => keep(viewsKept.value.filter((other) => other !== each))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
        <form class="row" onSubmit={save}>
          <label>
            {t("name")}
            <input name="name" required maxLength={60} />
          </label>
          <button type="submit">{t("save")}</button>
        </form>
        <button type="button" onClick={share}>
          {t("share")}
        </button>
        <p role="status">{note}</p>
      </div>
    </>
  );
}

