/** What narrows the matrix: a region found by name, closed lists, a year, words; each can be taken away again. */
import { changed, go } from "../address/address.ts";
import { Agency } from "../parts/agency.tsx";
import { Within } from "../parts/within.tsx";
import { valuesOf, wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";
import { NARROWING, type Narrowing } from "./asked.ts";

const t = words({
  filter: ["Saringan", "Filter"],
  within: ["Tempatnya di wilayah", "At places in the region"],
  region: ["Tercatat untuk wilayah", "Recorded for the region"],
  everyAgency: ["Semua instansi", "All agencies"],
  area: ["Bidang SPM", "SPM area"],
  execution: ["Pelaksanaan", "Execution"],
  timeliness: ["Ketepatan waktu", "Timeliness"],
  verdict: ["Hasil telaah", "Verdict"],
  year: ["Tahun anggaran", "Fiscal year"],
  search: ["Kata", "Words"],
  all: ["Semua", "All"],
  clear: ["Hapus semua saringan", "Clear all filters"],
  active: ["{count} saringan", "{count} filters"],
  synthetic: ["Data buatan", "Made-up data"],
  only: ["Hanya buatan", "Made-up only"],
  none: ["Tanpa buatan", "Without made-up"],
});

function set(name: Narrowing, value: string | null): void {
  const query = new URLSearchParams(location.search);
  go(changed(query, { [name]: value, sel: null, selkolom: null, komitmen: null }), { replace: true });
}

export function Narrowed({ query }: { query: URLSearchParams }) {
  const active = NARROWING.filter((name) => query.has(name));
  const without = Object.fromEntries(NARROWING.map((name) => [name, null]));
  return (
    <details class="filters">
      <summary>
        {t("filter")}
        {active.length > 0 && <span class="count">{t("active", { count: active.length })}</span>}
      </summary>
      <div class="row">
        <Within label={t("within")} code={query.get("wilayah")} choose={(code) => set("wilayah", code)} />
        <Within label={t("region")} code={query.get("milik")} choose={(code) => set("milik", code)} />
        <Agency hint={t("everyAgency")} id={query.get("instansi")} choose={(id) => set("instansi", id)} />
        <Listed list="SpmAreaCode" name="bidang" label={t("area")} query={query} />
        <Listed list="Execution" name="pelaksanaan" label={t("execution")} query={query} />
        <Listed list="Timeliness" name="ketepatan" label={t("timeliness")} query={query} />
        <Listed list="Verdict" name="telaah" label={t("verdict")} query={query} />
        <label>
          {t("year")}
          <input
            type="number"
            min={2000}
            max={2100}
            class="year"
            value={query.get("tahun-anggaran") ?? ""}
            onChange={(event) => set("tahun-anggaran", event.currentTarget.value)}
          />
        </label>
        <label>
          {t("search")}
          <input type="search" value={query.get("cari") ?? ""} onChange={(event) => set("cari", event.currentTarget.value)} />
        </label>
        <label>
          {t("synthetic")}
          <select value={query.get("buatan") ?? ""} onChange={(event) => set("buatan", event.currentTarget.value)}>
            <option value="">{t("all")}</option>
            <option value="ya">{t("only")}</option>
            <option value="tidak">{t("none")}</option>
          </select>
        </label>
        {active.length > 0 && (
          <button type="button" onClick={() => go(changed(query, without), { replace: true })}>
            {t("clear")}
          </button>
        )}
      </div>
    </details>
  );
}

type ListedProps = Readonly<{
  list: "SpmAreaCode" | "Execution" | "Timeliness" | "Verdict";
  name: Narrowing;
  label: string;
  query: URLSearchParams;
}>;

function Listed({ list, name, label, query }: ListedProps) {
  return (
    <label>
      {label}
      <select value={query.get(name) ?? ""} onChange={(event) => set(name, event.currentTarget.value)}>
        <option value="">{t("all")}</option>
        {valuesOf(list).map((each) => (
          <option key={each} value={each}>
            {wordOf(list, each)}
          </option>
        ))}
      </select>
    </label>
  );
}
