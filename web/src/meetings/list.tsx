/** The meetings of a region, the newest first. */
import { changed, go, useAddress } from "../address/address.ts";
import { useAnswer } from "../graph/answer.ts";
import { graphql } from "../graph/graphql.ts";
import { later } from "../parts/later.tsx";
import { More } from "../parts/more.tsx";
import { Refused } from "../parts/refused.tsx";
import { useSignal } from "../parts/signal.ts";
import { Within } from "../parts/within.tsx";
import { isSecretariat } from "../recording/office.ts";
import { present } from "../session/present.ts";
import { wordOf } from "../words/lists.ts";
import { day, words } from "../words/words.ts";
import "../style/gaps.css";

const t = words({
  title: ["Rapat", "Meetings"],
  help: ["Setiap rapat dengan yang hadir, yang dijanjikan, dan yang hadir tanpa komitmen.", "Each meeting with who came, what was promised, and who came without a pledge."],
  search: ["Kata", "Words"],
  count: ["{count} rapat", "{count} meetings"],
  reported: ["diberitakan {day}", "reported {day}"],
  record: ["Catat rapat", "Record a meeting"],
  back: ["Semua rapat", "All meetings"],
  noDay: ["hari tidak diketahui", "day not known"],
});

const Meetings = graphql(`
  query Meetings($filter: MeetingFilter, $after: String) {
    meetings(filter: $filter, first: 40, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id kind title heldOn reportedOn venue region { name } }
    }
  }
`);

function set(names: Readonly<Record<string, string | null>>): void {
  go(changed(new URLSearchParams(location.search), { sesudah: null, ...names }), { replace: true });
}

const NewMeeting = later(() => import("./new.tsx"));

export default function MeetingList() {
  const { query } = useAddress();
  useSignal(present);
  if (query.get("catat") === "ya" && isSecretariat()) return <Recording />;
  return <Listed query={query} />;
}

function Recording() {
  return (
    <section class="page">
      <p>
        <a href="/rapat">‹ {t("back")}</a>
      </p>
      <h1>{t("record")}</h1>
      <NewMeeting />
    </section>
  );
}

function Listed({ query }: { query: URLSearchParams }) {
  const [within, search] = [query.get("wilayah"), query.get("cari")];
  const filter = { ...(within && { within }), ...(search && { search }) };
  const { data, refusal, again, isAsking } = useAnswer(Meetings, { filter, after: query.get("sesudah") });
  return (
    <section class="page">
      <h1>{t("title")}</h1>
      <p class="soft">{t("help")}</p>
      {isSecretariat() && (
        <p>
          <a class="button main" href="/rapat?catat=ya">
            {t("record")}
          </a>
        </p>
      )}
      <div class="row">
        <Within code={within} choose={(code) => set({ wilayah: code })} />
        <label>
          {t("search")}
          <input type="search" value={search ?? ""} onChange={(event) => set({ cari: event.currentTarget.value })} />
        </label>
      </div>
      <Refused refusal={refusal} again={again} />
      <div aria-busy={isAsking}>
        {data && <p class="soft">{t("count", { count: data.meetings.totalCount })}</p>}
        <ul class="plain entries">
          {data?.meetings.nodes.map((each) => (
            <li key={each.id}>
              <a href={`/rapat/${each.id}`}>{each.title}</a>{" "}
              <span class="soft">
                {[
                  wordOf("MeetingKind", each.kind),
                  each.heldOn ? day(each.heldOn) : each.reportedOn ? t("reported", { day: day(each.reportedOn) }) : t("noDay"),
                  each.venue,
                  each.region.name,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </li>
          ))}
        </ul>
      </div>
      {data && <More query={query} page={data.meetings.pageInfo} />}
    </section>
  );
}
