/** Posts and regions, found one after the other; where something is measured, each with how much is promised there. */
import { useState } from "preact/hooks";
import { asRefusal, useAnswer } from "../graph/answer.ts";
import { ask, type Refusal } from "../graph/asking.ts";
import { FEWEST, Found } from "../parts/found.tsx";
import { Refused } from "../parts/refused.tsx";
import { calledSo } from "../parts/within.tsx";
import { wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";
import { Remove } from "./agencies.tsx";
import { Places as Find, PostsInside } from "./documents.ts";

const t = words({
  label: ["Posyandu atau wilayah", "Posyandu or region"],
  hint: ["Nama, lalu Enter", "Name, then Enter"],
  post: ["Posyandu", "Posyandu"],
  quantity: ["Jumlah di {place}", "Quantity at {place}"],
  howMany: ["Jumlah", "Quantity"],
  remove: ["Hapus {name}", "Remove {name}"],
  inside: ["Ganti dengan Posyandu di dalamnya", "Take the Posyandu inside instead"],
  tooMany: ["Lebih dari {most} Posyandu; pilih wilayah yang lebih kecil.", "More than {most} Posyandu; choose a smaller region."],
  nothing: ["Belum ada Posyandu yang tercatat di sana.", "No Posyandu is recorded there."],
});

export type Place = Readonly<{ kind: "post" | "region"; id: string; name: string; quantity: string }>;

/** As many targets as the service takes at once. */
const MOST = 1000;
/** One pledge is not shown with more rows than can be looked over. */
const MOST_INSIDE = 200;

type Props = Readonly<{
  places: readonly Place[];
  change: (places: readonly Place[]) => void;
  within: string | null;
  /** The unit of what is measured, when something is. */
  unit?: string | undefined;
}>;

export function Places({ places, change, within, unit }: Props) {
  const [note, setNote] = useState("");
  const [refusal, setRefusal] = useState<Refusal>();
  const put = (next: readonly Place[]): void => {
    const known = new Set<string>();
    change(next.filter(({ id }) => !known.has(id) && known.add(id)).slice(0, MOST));
  };
  const open = async (region: Place): Promise<void> => {
    setNote("");
    setRefusal(undefined);
    try {
      const found = await postsInside(region);
      if (found.length === 0) setNote(t("nothing"));
      else if (found.length > MOST_INSIDE) setNote(t("tooMany", { most: MOST_INSIDE }));
      else put(places.flatMap((each) => (each === region ? found : [each])));
    } catch (error) {
      setRefusal(asRefusal(error));
    }
  };
  return (
    <>
      <Finder within={within} add={(place) => put([...places, { ...place, quantity: places.at(-1)?.quantity ?? "" }])} />
      <p role="status" class={note ? "soft" : "said"}>
        {note}
      </p>
      <Refused refusal={refusal} />
      <ul class="plain chosen">
        {places.map((place) => (
          <li key={place.id}>
            <span class="chosen-name">{place.name}</span>
            {unit !== undefined && (
              <label class="quantity">
                <span class="said">{t("quantity", { place: place.name })}</span>
                <input
                  inputMode="decimal"
                  autocomplete="off"
                  placeholder={t("howMany")}
                  value={place.quantity}
                  onInput={(event) => {
                    const quantity = event.currentTarget.value;
                    change(places.map((each) => (each === place ? { ...each, quantity } : each)));
                  }}
                />
                <span aria-hidden="true">{unit}</span>
              </label>
            )}
            {place.kind === "region" && (
              <button type="button" class="quiet" onClick={() => void open(place)}>
                {t("inside")}
              </button>
            )}
            <Remove name={t("remove", { name: place.name })} act={() => change(places.filter((each) => each !== place))} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** The first of them that can be looked over, and one more when there are others. */
async function postsInside(region: Place): Promise<Place[]> {
  const found: Place[] = [];
  let after: string | null = null;
  do {
    const { posyandus }: { posyandus: Page } = await ask(PostsInside, { within: region.id, after });
    found.push(...posyandus.nodes.map((each) => ({ ...postOf(each), quantity: region.quantity })));
    after = posyandus.pageInfo.hasNextPage ? posyandus.pageInfo.endCursor : null;
  } while (after !== null && found.length <= MOST_INSIDE);
  return found;
}

type Post = Readonly<{ id: string; name: string; village: Readonly<{ name: string }> }>;
type Page = Readonly<{ nodes: readonly Post[]; pageInfo: Readonly<{ hasNextPage: boolean; endCursor: string | null }> }>;

/** Many posts bear the name of their village already. */
export function postOf({ id, name, village }: Post): Omit<Place, "quantity"> {
  return { kind: "post", id, name: name.includes(village.name) ? name : `${name}, ${village.name}` };
}

export function regionOf({ code, name }: Readonly<{ code: string; name: string }>): Omit<Place, "quantity"> {
  return { kind: "region", id: code, name };
}

function Finder({ within, add }: { within: string | null; add: (place: Omit<Place, "quantity">) => void }) {
  const [search, setSearch] = useState("");
  const { data, isAsking } = useAnswer(Find, search.length >= FEWEST ? { ...calledSo(search), within } : null);
  const posts = data?.posyandus.nodes.map((each) => ({ place: postOf(each), note: t("post") })) ?? [];
  const named = [data?.regencies, data?.cities, data?.regions].flatMap((each) => each?.nodes ?? []);
  const regions = named.map((each) => ({
    place: regionOf({ code: each.code, name: each.parent ? `${each.name}, ${each.parent.name}` : each.name }),
    note: wordOf("RegionLevel", each.level),
  }));
  const found = [...posts, ...regions];
  return (
    <Found
      label={t("label")}
      hint={t("hint")}
      chosen=""
      search={search}
      setSearch={setSearch}
      isAsking={isAsking}
      found={data && found.map(({ place, note }) => ({ value: place.id, name: place.name, note }))}
      choose={(value) => {
        const chosen = found.find(({ place }) => place.id === value);
        if (chosen) add(chosen.place);
      }}
    />
  );
}
