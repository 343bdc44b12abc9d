/** What narrows the matrix: a region found by name, closed lists, a year, words; each can be taken away again. */
import { useState } from "preact/hooks";
import { changed, go } from "../address/address.ts";
import { useAnswer } from "../graph/answer.ts";
import { graphql } from "../graph/graphql.ts";
import { valuesOf, wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";
import { NARROWING, type Narrowing } from "./asked.ts";

const t = words({
  filter: ["Saringan", "Filter"],
  region: ["Wilayah", "Region"],
  regionHint: ["Nama atau kode wilayah", "Name or code of a region"],
  everywhere: ["Seluruh wilayah", "All regions"],
  agency: ["Instansi", "Agency"],
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

const Regions = graphql(`
  query Regions($search: String, $isSearch: Boolean!, $code: String!, $isChosen: Boolean!) {
    regions(filter: { search: $search }, first: 12) @include(if: $isSearch) { nodes { code name level parent { name } } }
    region(code: $code) @include(if: $isChosen) { code name level path { code name } }
  }
`);

const Agencies = graphql(`
  query Agencies($search: String, $isSearch: Boolean!, $id: ID!, $isChosen: Boolean!) {
    agencies(filter: { search: $search }, first: 12) @include(if: $isSearch) { nodes { id name shortName region { name } } }
    node(id: $id) @include(if: $isChosen) { __typename ... on Agency { id name } }
  }
`);

function set(name: Narrowing, value: string | null): void {
  const query = new URLSearchParams(location.search);
  go(changed(query, { [name]: value, sel: null, selkolom: null, komitmen: null }), { replace: true });
}

export function Narrowed({ query }: { query: URLSearchParams }) {
  const active = NARROWING.filter((name) => query.has(name));
  const without = Object.fromEntries(NARROWING.map((name) => [name, null]));
  return (
    <details class="filters" open={active.length > 0}>
      <summary>
        {t("filter")}
        {active.length > 0 && <span class="count">{t("active", { count: active.length })}</span>}
      </summary>
      <div class="row">
        <Region code={query.get("wilayah")} />
        <Agency id={query.get("instansi")} />
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

function Region({ code }: { code: string | null }) {
  const [search, setSearch] = useState("");
  const variables = { search, isSearch: search.length > 1, code: code ?? "", isChosen: code !== null };
  const { data } = useAnswer(Regions, search.length > 1 || code !== null ? variables : null);
  const chosen = code === null ? undefined : data?.region;
  return (
    <Found
      label={t("region")}
      hint={t("regionHint")}
      chosen={chosen ? chosen.path.map((each) => each.name).join(" › ") : (code ?? "")}
      search={search}
      setSearch={setSearch}
      found={(data?.regions?.nodes ?? []).map((each) => ({
        value: each.code,
        name: each.parent ? `${each.name}, ${each.parent.name}` : each.name,
        note: wordOf("RegionLevel", each.level),
      }))}
      choose={(value) => set("wilayah", value)}
    />
  );
}

function Agency({ id }: { id: string | null }) {
  const [search, setSearch] = useState("");
  const variables = { search, isSearch: search.length > 1, id: id ?? "", isChosen: id !== null };
  const { data } = useAnswer(Agencies, search.length > 1 || id !== null ? variables : null);
  const node = data?.node;
  return (
    <Found
      label={t("agency")}
      hint={t("everyAgency")}
      chosen={id === null ? "" : node?.__typename === "Agency" ? node.name : id}
      search={search}
      setSearch={setSearch}
      found={(data?.agencies?.nodes ?? []).map((each) => ({ value: each.id, name: each.name, note: each.region.name }))}
      choose={(value) => set("instansi", value)}
    />
  );
}

type FoundProps = Readonly<{
  label: string;
  hint: string;
  chosen: string;
  search: string;
  setSearch: (search: string) => void;
  found: readonly Readonly<{ value: string; name: string; note: string }>[];
  choose: (value: string | null) => void;
}>;

/** A field in which something is found by its name: a native list of what fits stands below it. */
function Found({ label, hint, chosen, search, setSearch, found, choose }: FoundProps) {
  return (
    <div class="found">
      <label>
        {label}
        <input
          type="search"
          placeholder={hint}
          value={search || chosen}
          onInput={(event) => {
            const { value } = event.currentTarget;
            setSearch(value);
            if (value === "" && chosen) choose(null);
          }}
        />
      </label>
      {search.length > 1 && (
        <ul class="options">
          {found.map((each) => (
            <li key={each.value}>
              <button
                type="button"
                onClick={() => {
                  setSearch("");
                  choose(each.value);
                }}
              >
                {each.name} <span class="soft">{each.note}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
