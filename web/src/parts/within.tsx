/** A region, found by its name. */
import { useState } from "preact/hooks";
import { useAnswer } from "../graph/answer.ts";
import { graphql } from "../graph/graphql.ts";
import { wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";
import { FEWEST, Found } from "./found.tsx";

const t = words({ region: ["Wilayah", "Region"], hint: ["Nama wilayah", "Name of a region"] });

/** Nobody types what stands before the name of a regency or a city. */
const Regions = graphql(`
  query Regions($search: String, $regency: String, $city: String, $isSearch: Boolean!, $code: String!, $isChosen: Boolean!) {
    regencies: regions(filter: { search: $regency }, first: 3) @include(if: $isSearch) { nodes { code name level parent { name } } }
    cities: regions(filter: { search: $city }, first: 3) @include(if: $isSearch) { nodes { code name level parent { name } } }
    regions(filter: { search: $search }, first: 12) @include(if: $isSearch) { nodes { code name level parent { name } } }
    region(code: $code) @include(if: $isChosen) { code name level path { code name } }
  }
`);

/** The ways in which the official name of a region that is called so may begin. */
export function calledSo(search: string): Readonly<{ search: string; regency: string; city: string }> {
  return { search, regency: `Kabupaten ${search}`, city: `Kota ${search}` };
}

type Props = Readonly<{ label?: string; code: string | null; choose: (code: string | null) => void }>;

export function Within({ label = t("region"), code, choose }: Props) {
  const [search, setSearch] = useState("");
  const isSearch = search.length >= FEWEST;
  const isChosen = code !== null;
  const { data, isAsking } = useAnswer(Regions, isSearch || isChosen ? { ...calledSo(search), isSearch, code: code ?? "", isChosen } : null);
  const found = [data?.regencies, data?.cities, data?.regions].flatMap((each) => each?.nodes ?? []);
  const chosen = isChosen ? data?.region : undefined;
  return (
    <Found
      label={label}
      hint={t("hint")}
      chosen={chosen ? chosen.path.map((each) => each.name).join(" › ") : (code ?? "")}
      search={search}
      setSearch={setSearch}
      isAsking={isAsking}
      found={data?.regions && found.map((each) => ({
        value: each.code,
        name: each.parent ? `${each.name}, ${each.parent.name}` : each.name,
        note: wordOf("RegionLevel", each.level),
      }))}
      choose={choose}
    />
  );
}
