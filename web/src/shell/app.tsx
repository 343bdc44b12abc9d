/** The frame of every screen: the bar, the screen that the address names, and what is said when there is none. */
import "../style/base.css";
import "../style/signs.css";
import "../style/shell.css";
import { useCallback, useEffect, useState } from "preact/hooks";
import { useAddress } from "../address/address.ts";
import { useSignal } from "../parts/signal.ts";
import { present } from "../session/present.ts";
import { language, words } from "../words/words.ts";
import { later } from "../parts/later.tsx";
import { Bar } from "./bar.tsx";
import { useKeys } from "./keys.ts";
import { NewRelease } from "./release.tsx";
import { screenAt, t as names } from "./screens.ts";

const t = words({
  skip: ["Langsung ke isi", "Skip to content"],
  nothing: ["Halaman ini tidak ada", "There is no such page"],
  home: ["Kembali ke matriks", "Back to the matrix"],
});

const Palette = later(() => import("./palette.tsx"));
const Help = later(() => import("./help.tsx"));

export function App() {
  const { path } = useAddress();
  const spoken = useSignal(language);
  useSignal(present);
  const found = screenAt(path);
  const [opened, setOpened] = useState<"palette" | "help">();
  const find = useCallback(() => setOpened("palette"), []);
  const help = useCallback(() => setOpened("help"), []);
  const close = useCallback(() => setOpened(undefined), []);
  useKeys(find, help);
  useEffect(() => {
    document.title = found ? `${names(found.screen.name)} · Ikrar` : "Ikrar";
  }, [found?.screen, spoken]);
  return (
    <div key={spoken} class="app">
      <a class="skip" href="#isi">
        {t("skip")}
      </a>
      <Bar at={path} find={find} help={help} />
      <NewRelease />
      <main id="isi" tabIndex={-1}>
        {found ? <found.screen.Shown key={found.screen.href} parts={found.parts} /> : <Nothing />}
      </main>
      {opened === "palette" && <Palette close={close} />}
      {opened === "help" && <Help screen={found?.screen.name} close={close} />}
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
