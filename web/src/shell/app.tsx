/** The frame of every screen: the bar, the screen that the address names, and what is said when there is none. */
import { useEffect } from "preact/hooks";
import { useAddress } from "../address/address.ts";
import { useSignal } from "../parts/signal.ts";
import { present } from "../session/present.ts";
import { language, words } from "../words/words.ts";
import { Bar } from "./bar.tsx";
import { screenAt, t as names } from "./screens.ts";

const t = words({
  skip: ["Langsung ke isi", "Skip to content"],
  nothing: ["Halaman ini tidak ada", "There is no such page"],
  home: ["Kembali ke matriks", "Back to the matrix"],
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
        {found ? <found.screen.Shown key={found.screen.href} parts={found.parts} /> : <Nothing />}
      </main>
    </div>
  );
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
