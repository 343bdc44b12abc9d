/** The frame of every screen: the bar, the screen that the address names, and what is said when there is none. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useAddress } from "../address/address.ts";
import { useSignal } from "../parts/signal.ts";
import { present } from "../session/present.ts";
import { language, words } from "../words/words.ts";
import { Bar } from "./bar.tsx";
import { type Screen, type ScreenProps, screenAt, t as names } from "./screens.ts";

const t = words({
  skip: ["Langsung ke isi", "Skip to content"],
  nothing: ["Halaman ini tidak ada", "There is no such page"],
  home: ["Kembali ke matriks", "Back to the matrix"],
  broken: ["Halaman tidak dapat dimuat", "The page could not be loaded"],
  reload: ["Muat ulang", "Reload"],
});

export function App() {
  const { path } = useAddress();
  const spoken = useSignal(language);
  useSignal(present);
  const found = screenAt(path);
  useEffect(() => {
    document.title = found ? `${names(found.screen.name)} · Ikrar` : "Ikrar";
  }, [found?.screen, spoken]);
  return (
    <div key={spoken} class="app">
      <a class="skip" href="#isi">
        {t("skip")}
      </a>
      <Bar at={path} />
      <main id="isi" tabIndex={-1}>
        {found ? <Loaded screen={found.screen} parts={found.parts} /> : <Nothing />}
      </main>
    </div>
  );
}

type Code = ComponentType<ScreenProps>;

function Loaded({ screen, parts }: { screen: Screen; parts: readonly string[] }) {
  const [code, setCode] = useState<{ of: Screen; Shown: Code | null }>();
  useEffect(() => {
    let isWanted = true;
    const settle = (Shown: Code | null): void => {
      if (isWanted) setCode({ of: screen, Shown });
    };
    screen.load().then(
      (module) => settle(module.default),
      () => settle(null),
    );
    return () => {
      isWanted = false;
    };
  }, [screen]);
  if (code?.of !== screen) return null;
  return code.Shown ? <code.Shown parts={parts} /> : <Broken />;
}

function Nothing() {
  return (
    <section class="page">
      <h1>{t("nothing")}</h1>
      <p>
        <a href="/">{t("home")}</a>
      </p>
    </section>
  );
}

/** Of another release than the page, or out of reach. */
function Broken() {
  return (
    <section class="page">
      <h1>{t("broken")}</h1>
      <button type="button" onClick={() => location.reload()}>
        {t("reload")}
      </button>
    </section>
  );
}
