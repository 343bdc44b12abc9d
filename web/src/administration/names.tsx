/** Names of villages in files that nobody knows: a person says which village is meant, or that none is. */
import { changed, go } from "../address/address.ts";
import { useAnswer } from "../graph/answer.ts";
import { send } from "../graph/asking.ts";
import type { ResultOf } from "../graph/graphql.ts";
import { More } from "../parts/more.tsx";
import { Refused } from "../parts/refused.tsx";
import { useSent } from "../parts/sent.ts";
import { instant, words } from "../words/words.ts";
import { Deed } from "./deed.tsx";
import { DismissPlaceName, NamePlace, PlaceNameList } from "./documents.ts";

const t = words({
  hint: [
    "Nama desa dari berkas yang tidak dikenal, atau yang dipakai beberapa desa. Tidak ada yang ditebak: pilih yang dimaksud, lalu kirim berkasnya sekali lagi.",
    "Names of villages in files that are not known, or that several villages have. Nothing is guessed: choose what is meant, then send the file once more.",
  ],
  count: ["{count} nama", "{count} names"],
  settled: ["Yang sudah dikenali", "Those made out"],
  within: ["di {region} ({code})", "in {region} ({code})"],
  seen: ["dari {file}, {at}", "from {file}, {at}"],
  means: ["berarti {region}", "means {region}"],
  none: ["bukan desa: {reason}", "no village: {reason}"],
  candidates: ["Yang mungkin dimaksud", "What may be meant"],
  code: ["Kode desa", "Code of the village"],
  choose: ["Ini yang dimaksud", "This is meant"],
  dismiss: ["Bukan desa", "No village"],
  reason: ["Alasan", "Reason"],
});

type Name = ResultOf<typeof PlaceNameList>["placeNames"]["nodes"][number];

export function PlaceNames({ query }: { query: URLSearchParams }) {
  const filter = { waits: !query.has("selesai") };
  const { data, refusal, again, isAsking } = useAnswer(PlaceNameList, { filter, after: query.get("sesudah") });
  return (
    <div aria-busy={isAsking}>
      <p class="soft">{t("hint")}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={query.has("selesai")}
          onChange={(event) => go(changed(query, { sesudah: null, selesai: event.currentTarget.checked ? "ya" : null }), { replace: true })}
        />
        {t("settled")}
      </label>
      <Refused refusal={refusal} again={again} />
      {data && <p class="soft">{t("count", { count: data.placeNames.totalCount })}</p>}
      <ul class="plain entries">
        {data?.placeNames.nodes.map((each) => (
          <li key={each.id}>
            <Line name={each} again={again} />
          </li>
        ))}
      </ul>
      {data && <More query={query} page={data.placeNames.pageInfo} />}
    </div>
  );
}

function Line({ name, again }: { name: Name; again: () => void }) {
  const { within, region, reason } = name;
  return (
    <>
      <h2>
        {name.words} <span class="soft">{t("within", { region: within.name, code: within.code })}</span>
      </h2>
      <p class="soft">{t("seen", { file: name.source, at: instant(name.seenAt) })}</p>
      {region && <p>{t("means", { region: placeOf(region) })}</p>}
      {reason && <p>{t("none", { reason })}</p>}
      {!region && !reason && (
        <>
          {name.candidates.length > 0 && (
            <ul class="plain stack" aria-label={t("candidates")}>
              {name.candidates.map((each) => (
                <li key={each.code} class="row between">
                  <span>
                    {placeOf(each)} <span class="soft">{each.code}</span>
                  </span>
                  <Deed
                    name={t("choose")}
                    work={(idempotencyKey) => send(NamePlace, { input: { idempotencyKey, placeNameId: name.id, regionCode: each.code } })}
                    done={again}
                  />
                </li>
              ))}
            </ul>
          )}
          <ByCode name={name} again={again} />
          <Dismiss name={name} again={again} />
        </>
      )}
    </>
  );
}

function placeOf({ name, parent }: { name: string; parent: { name: string } | null }): string {
  return parent ? `${name}, ${parent.name}` : name;
}

function ByCode({ name, again }: { name: Name; again: () => void }) {
  const { refusal, isBusy, submit } = useSent(
    (fields, idempotencyKey) =>
      send(NamePlace, { input: { idempotencyKey, placeNameId: name.id, regionCode: String(fields.get("code")).trim() } }),
    again,
  );
  return (
    <form onSubmit={submit}>
      <div class="row">
        <label>
          {t("code")}
          <input name="code" placeholder={`${name.within.code}.…`} required />
        </label>
        <button type="submit" disabled={isBusy}>
          {t("choose")}
        </button>
      </div>
      <Refused refusal={refusal} />
    </form>
  );
}

function Dismiss({ name, again }: { name: Name; again: () => void }) {
  const { refusal, isBusy, submit } = useSent(
    (fields, idempotencyKey) =>
      send(DismissPlaceName, { input: { idempotencyKey, placeNameId: name.id, reason: String(fields.get("reason")) } }),
    again,
  );
  return (
    <details>
      <summary>{t("dismiss")}</summary>
      <form class="row" onSubmit={submit}>
        <label>
          {t("reason")}
          <input name="reason" required />
        </label>
        <button type="submit" disabled={isBusy}>
          {t("dismiss")}
        </button>
        <Refused refusal={refusal} />
      </form>
    </details>
  );
}
