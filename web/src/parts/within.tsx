/** A region, found by its name. */
import { useState } from "preact/hooks";
import { useAnswer } from "../graph/answer.ts";
import { graphql } from "../graph/graphql.ts";
import { wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";
import { FEWEST, Found } from "./found.tsx";

const t = words({ region: ["Wilayah", "Region"], hint: ["Nama wilayah", "Name of a region"] });

const Regions = graphql(`
  query Regions($search: String, $isSearch: Boolean!, $code: String!, $isChosen: Boolean!) {
    regions(filter: { search: $search }, first: 12) @include(if: $isSearch) { nodes { code name level parent { name } } }
    region(code: $code) @include(if: $isChosen) { code name level path { code name } }
  }
`);

type Props = Readonly<{ label?: string; code: string | null; choose: (code: string | null) => void }>;

export function Within({ label = t("region"), code, choose }: Props) {
  const [search, setSearch] = useState("");
  const isSearch = search.length >= FEWEST;
  const isChosen = code !== null;
  const { data } = useAnswer(Regions, isSearch || isChosen ? { search, isSearch, code: code ?? "", isChosen } : null);
  const chosen = isChosen ? data?.region : undefined;
  return (
    <Found
      label={label}
      hint={t("hint")}
      chosen={chosen ? chosen.path.map((each) => each.name).join(" › ") : (code ?? "")}
      search={search}
      setSearch={setSearch}
      found={data?.regions?.nodes.map((each) => ({
        value: each.code,
        name: each.parent ? `${each.name}, ${each.parent.name}` : each.name,
        note: wordOf("RegionLevel", each.level),
      }))}
      choose={choose}
    />
  );
}
