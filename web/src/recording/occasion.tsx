/** What a promise comes out of: the meeting where it is made, and the request that it answers. */
import { useState } from "preact/hooks";
import { changed, go } from "../address/address.ts";
import { useAnswer } from "../graph/answer.ts";
import { FEWEST, Found } from "../parts/found.tsx";
import { acting } from "../session/present.ts";
import { wordOf } from "../words/lists.ts";
import { day, words } from "../words/words.ts";
import { type Asked, type Meeting, Meetings } from "./documents.ts";
import { carry, draftOf } from "./draft.ts";
import { formOf } from "./promise.ts";

const t = words({
  at: ["Dalam rapat", "At the meeting"],
  which: ["Dalam rapat (boleh kosong)", "At the meeting (optional)"],
  hint: ["Judul rapat", "Title of the meeting"],
  latest: ["Terakhir:", "Latest:"],
  ordered: ["menjawab arahan {title}", "in answer to the directive {title}"],
  answers: ["Menjawab permintaan", "In answer to a request"],
  asked: ["{who}, {day}; dijawab sampai {due}", "{who}, {day}; to be answered by {due}"],
  settled: ["Permintaan ini sudah tidak terbuka ({state}).", "This request is not open any more ({state})."],
});

/** Where no address named one. The meeting cannot be named later, so it is asked for first; what was typed comes along. */
export function MeetingChoice() {
  const [search, setSearch] = useState("");
  const within = acting()?.regionCode ?? null;
  const isSearch = search.length >= FEWEST;
  const { data, isAsking } = useAnswer(Meetings, { search: isSearch ? search : null, within: isSearch ? null : within });
  const found = data?.meetings.nodes ?? [];
  const choose = (id: string | null): void => {
    if (id === null) return;
    const address = changed(new URLSearchParams(location.search), { rapat: id });
    // The day and the source are the meeting's, unless somebody said otherwise.
    carry(draftOf(formOf(location.search)), draftOf(formOf(new URL(address, location.origin).search)), ["pledgedOn"]);
    go(address, { replace: true });
  };
  return (
    <div class="recording meeting-choice">
      <Found
        label={t("which")}
        hint={t("hint")}
        chosen=""
        search={search}
        setSearch={setSearch}
        isAsking={isAsking}
        found={data && found.map((each) => ({ value: each.id, name: each.title, note: noteOf(each) }))}
        choose={choose}
      />
      {!isSearch && within !== null && found.length > 0 && (
        <p class="row came">
          <span class="soft">{t("latest")}</span>
          {found.slice(0, LATEST).map((each) => (
            <button key={each.id} type="button" onClick={() => choose(each.id)}>
              {each.title}
            </button>
          ))}
        </p>
      )}
    </div>
  );
}

const LATEST = 3;

function noteOf({ heldOn, reportedOn, region }: Readonly<{ heldOn: string | null; reportedOn: string | null; region: { name: string } }>): string {
  const on = heldOn ?? reportedOn;
  return [on && day(on), region.name].filter(Boolean).join(", ");
}

export function At({ meeting, directive }: { meeting: Meeting; directive: string | undefined }) {
  const on = meeting.heldOn ?? meeting.reportedOn;
  const ordered = meeting.directives.find(({ id }) => id === directive);
  return (
    <p class="occasion">
      {t("at")} <a href={`/rapat/${meeting.id}`}>{meeting.title}</a>
      {on && `, ${day(on)}`}
      {ordered && `; ${t("ordered", { title: ordered.title })}`}
    </p>
  );
}

export function Answering({ asked }: { asked: Asked }) {
  const place = asked.posyandu?.name ?? asked.region?.name;
  return (
    <div class="occasion">
      <p>
        {t("answers")}: {[wordOf("SpmAreaCode", asked.area.code), place].filter(Boolean).join(" · ")}
      </p>
      <blockquote>
        {asked.words}
        <footer>{t("asked", { who: asked.requestedBy, day: day(asked.requestedOn), due: day(asked.dueOn) })}</footer>
      </blockquote>
      {asked.state !== "OPEN" && <p class="refused">{t("settled", { state: wordOf("RequestState", asked.state).toLowerCase() })}</p>}
    </div>
  );
}
