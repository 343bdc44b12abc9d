/** An agency, found by its name. */
import { useState } from "preact/hooks";
import { useAnswer } from "../graph/answer.ts";
import { graphql } from "../graph/graphql.ts";
import { words } from "../words/words.ts";
import { FEWEST, Found } from "./found.tsx";

const t = words({ agency: ["Instansi", "Agency"], hint: ["Nama instansi", "Name of an agency"] });

const Agencies = graphql(`
  query Agencies($search: String, $isSearch: Boolean!, $id: ID!, $isChosen: Boolean!) {
    agencies(filter: { search: $search }, first: 12) @include(if: $isSearch) { nodes { id name shortName region { name } } }
    node(id: $id) @include(if: $isChosen) { __typename ... on Agency { id name } }
  }
`);

type Props = Readonly<{ hint?: string; id: string | null; choose: (id: string | null) => void }>;

export function Agency({ hint = t("hint"), id, choose }: Props) {
  const [search, setSearch] = useState("");
  const isSearch = search.length >= FEWEST;
  const isChosen = id !== null;
  const { data, isAsking } = useAnswer(Agencies, isSearch || isChosen ? { search, isSearch, id: id ?? "", isChosen } : null);
  const node = data?.node;
  return (
    <Found
      label={t("agency")}
      hint={hint}
      chosen={id === null ? "" : node?.__typename === "Agency" ? node.name : id}
      search={search}
      setSearch={setSearch}
      isAsking={isAsking}
      found={data?.agencies?.nodes.map((each) => ({ value: each.id, name: each.name, note: each.region.name }))}
      choose={choose}
    />
  );
}
