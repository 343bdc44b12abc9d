/** The bar on top: the screens, the language, the theme, and who is signed in. */
import { useState } from "preact/hooks";
import { asRefusal } from "../graph/answer.ts";
import type { Refusal } from "../graph/asking.ts";
import { WaitingChip, WaitingNote } from "../outbox/chip.tsx";
import { Refused } from "../parts/refused.tsx";
import { useSignal } from "../parts/signal.ts";
import { actAs, signOut } from "../session/door.ts";
import { acting, present } from "../session/present.ts";
import { language, speak, words } from "../words/words.ts";
import { shownTo, t as names } from "./screens.ts";
import { turnTheme } from "./theme.ts";

const t = words({
  main: ["Utama", "Main"],
  find: ["Cari", "Find"],
  help: ["Bantuan", "Help"],
  factor: ["Pasang kode kedua untuk memakai peran ini", "Set up a second factor to use this role"],
  tongue: ["English", "Bahasa Indonesia"],
  theme: ["Terang atau gelap", "Light or dark"],
  account: ["Akun saya", "My account"],
  signOut: ["Keluar", "Sign out"],
  actAs: ["Bertindak sebagai", "Act as"],
});

type Props = Readonly<{ at: string; find: () => void; help: () => void }>;

export function Bar({ at, find, help }: Props) {
  const session = useSignal(present);
  const role = session?.role ?? "PUBLIC";
  return (
    <header class="bar">
      <a class="brand" href="/">
        <svg viewBox="0 0 64 64" aria-hidden="true">
          <path d="M14 34l12 12 24-28" />
        </svg>
        Ikrar
      </a>
      <nav aria-label={t("main")}>
        {shownTo(role).map((each) => (
          <a key={each.href} href={each.href} aria-current={each.path.test(at) ? "page" : undefined}>
            {names(each.name)}
          </a>
        ))}
      </nav>
      <WaitingChip />
      <div class="bar-end">
        <button type="button" class="quiet" onClick={find}>
          {t("find")} <kbd>Ctrl+K</kbd>
        </button>
        <button type="button" class="quiet" onClick={help} aria-label={t("help")} title={t("help")}>
          ?
        </button>
        <button type="button" class="quiet" onClick={() => speak(language.value === "id" ? "en" : "id")}>
          <span class="short">{language.value === "id" ? "EN" : "ID"} </span>
          <span class="long" lang={language.value === "id" ? "en" : "id"}>
            {t("tongue")}
          </span>
        </button>
        <button type="button" class="quiet icon" aria-label={t("theme")} title={t("theme")} onClick={turnTheme}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 1.5a6.5 6.5 0 1 0 0 13z" class="full" />
            <circle cx="8" cy="8" r="6.5" />
          </svg>
        </button>
        {session === undefined ? null : session ? <Person /> : <a href="/sign-in">{names("signIn")}</a>}
      </div>
    </header>
  );
}

function Person() {
  const session = present.value;
  const [refusal, setRefusal] = useState<Refusal>();
  if (!session) return null;
  const leave = (): void => {
    signOut().then(
      () => setRefusal(undefined),
      (error: unknown) => setRefusal(asRefusal(error)),
    );
  };
  return (
    <>
      {session.secondFactor.needed && <a href="/akun">{t("factor")}</a>}
      <button type="button" class="quiet" popovertarget="person" aria-label={`${t("account")}: ${session.person.name}`}>
        <span class="person" title={session.person.name}>
          {session.person.name}
        </span>
      </button>
      <div id="person" popover="auto" class="menu">
        <p>
          <strong>{session.person.name}</strong>
          <br />
          {session.person.email}
        </p>
        <p class="soft">{acting()?.label}</p>
        {session.assignments.length > 1 && (
          <fieldset>
            <legend>{t("actAs")}</legend>
            {session.assignments.map((each) => (
              <label key={each.id}>
                <input
                  type="radio"
                  name="assignment"
                  checked={each.id === session.assignment}
                  onChange={() => actAs(each.id)}
                />
                {each.label}
              </label>
            ))}
          </fieldset>
        )}
        <p>
          <a href="/akun">{t("account")}</a>
        </p>
        <WaitingNote />
        <Refused refusal={refusal} />
        <button type="button" onClick={leave}>
          {t("signOut")}
        </button>
      </div>
    </>
  );
}
