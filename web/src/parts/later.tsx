/** A part whose code is fetched when it is first shown; one that cannot be fetched says so. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { words } from "../words/words.ts";

const t = words({
  broken: ["Bagian ini tidak dapat dimuat.", "This part could not be loaded."],
  reload: ["Muat ulang", "Reload"],
});

/** Its code is kept, so that it is there at once the next time. */
export function later<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>): ComponentType<Props> {
  let known: ComponentType<Props> | undefined;
  return function Later(props: Props) {
    const [state, setState] = useState<"waiting" | "here" | "broken">(known ? "here" : "waiting");
    useEffect(() => {
      if (known) return undefined;
      let isWanted = true;
      const settle = (next: "here" | "broken"): void => {
        if (isWanted) setState(next);
      };
      load().then(
        (module) => {
          known = module.default;
          settle("here");
        },
        () => settle("broken"),
      );
      return () => {
        isWanted = false;
      };
    }, []);
    if (state === "broken") return <Broken />;
    const Known = known;
    return state === "here" && Known ? <Known {...props} /> : null;
  };
}

/** Of another release than the page, or out of reach. */
function Broken() {
  return (
    <section class="page">
      <p>{t("broken")}</p>
      <button type="button" onClick={() => location.reload()}>
        {t("reload")}
      </button>
    </section>
  );
}
