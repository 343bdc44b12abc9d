/** Gaps and overlaps: a list, a map of tiles, and what two agencies do twice. */
import { changed, go, useAddress } from "../address/address.ts";
import { useSignal } from "../parts/signal.ts";
import { acting, present } from "../session/present.ts";
import { valuesOf, wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";
import { GapTable } from "./list.tsx";
import { Tiles } from "./map.tsx";
import { Overlaps } from "./overlaps.tsx";
import { Within } from "../parts/within.tsx";
import "../style/gaps.css";

const t = words({
  title: ["Celah dan tumpang tindih", "Gaps and overlaps"],
  help: [
    "Celah: tempat yang belum dijanjikan apa pun dalam suatu bidang, atau yang komitmennya tidak bergerak. Tumpang tindih: dua instansi menjanjikan hal yang sama di tempat yang sama.",
    "A gap: a place where nothing is promised in an area, or where nothing moves. An overlap: two agencies promise the same thing at the same place.",
  ],
  views: ["Tampilan", "View"],
  list: ["Daftar celah", "List of gaps"],
  map: ["Peta petak", "Tile map"],
  overlaps: ["Tumpang tindih", "Overlaps"],
  kind: ["Jenis", "Kind"],
  area: ["Bidang SPM", "SPM area"],
  level: ["Tingkat tempat", "Level of place"],
  all: ["Semua", "All"],
  posts: ["Posyandu", "Posyandu"],
  marked: ["Tampilkan yang ditandai", "Show what is marked"],
  narrow: ["Pilih wilayah dahulu: celah dihitung per tempat.", "Choose a region first: gaps are counted place by place."],
});

const VIEWS = ["daftar", "peta", "tumpang"] as const;
const NAMES = { daftar: "list", peta: "map", tumpang: "overlaps" } as const;

export default function Gaps() {
  const { query } = useAddress();
  useSignal(present);
  const view = VIEWS.find((each) => each === query.get("tampil")) ?? "daftar";
  // Who works for a region begins with it.
  const within = query.get("wilayah") ?? acting()?.regionCode ?? null;
  return (
    <section class="page">
      <h1>{t("title")}</h1>
      <p class="soft">{t("help")}</p>
      <nav class="tabs" aria-label={t("views")}>
        {VIEWS.map((each) => (
          <a key={each} href={changed(query, { tampil: each === "daftar" ? null : each })} aria-current={each === view ? "page" : undefined}>
            {t(NAMES[each])}
          </a>
        ))}
      </nav>
      <div class="row">
        <Within code={within} choose={(code) => set({ wilayah: code })} />
        <Choice name="bidang" label={t("area")} values={valuesOf("SpmAreaCode").map((each) => [each, wordOf("SpmAreaCode", each)])} query={query} />
        {view === "daftar" && (
          <>
            <Choice name="jenis" label={t("kind")} values={valuesOf("GapKind").map((each) => [each, wordOf("GapKind", each)])} query={query} />
            <Choice
              name="tingkat"
              label={t("level")}
              values={valuesOf("RegionLevel").map((each) => [each, wordOf("RegionLevel", each)])}
              none={t("posts")}
              query={query}
            />
          </>
        )}
        {view !== "peta" && (
          <label class="check">
            <input type="checkbox" checked={query.has("ditandai")} onChange={(event) => set({ ditandai: event.currentTarget.checked ? "ya" : null })} />
            {t("marked")}
          </label>
        )}
      </div>
      {within === null && <p>{t("narrow")}</p>}
      {within !== null && view === "daftar" && <GapTable within={within} query={query} />}
      {within !== null && view === "peta" && <Tiles within={within} query={query} />}
      {within !== null && view === "tumpang" && <Overlaps within={within} query={query} />}
    </section>
  );
}

function set(names: Readonly<Record<string, string | null>>): void {
  go(changed(new URLSearchParams(location.search), names), { replace: true });
}

type ChoiceProps = Readonly<{
  name: string;
  label: string;
  values: readonly (readonly [string, string])[];
  none?: string;
  query: URLSearchParams;
}>;

function Choice({ name, label, values, none, query }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={query.get(name) ?? ""} onChange={(event) => set({ [name]: event.currentTarget.value || null })}>
        <option value="">{none ?? t("all")}</option>
        {values.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}
