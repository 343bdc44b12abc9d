/** Recording a pledge: the address says what is known of it, such as the meeting, the agency, or the request it answers. */
import { useAddress } from "../address/address.ts";
import { useAnswer } from "../graph/answer.ts";
import { Refused } from "../parts/refused.tsx";
import { useSignal } from "../parts/signal.ts";
import { acting, present } from "../session/present.ts";
import { wordOf } from "../words/lists.ts";
import { day, words } from "../words/words.ts";
import { type Asked, type Meeting, Occasion } from "./documents.ts";
import { Form } from "./form.tsx";
import { ownAgency } from "./office.ts";
import "../style/recording.css";

const t = words({
  title: ["Catat komitmen", "Record a pledge"],
  enough: [
    "Kutipan, sumber, dan instansinya sudah cukup. Yang lain boleh menyusul di halaman komitmennya.",
    "The quote, its source and the agency are enough. All else may follow on the pledge's own page.",
  ],
  at: ["Dalam rapat", "At the meeting"],
  ordered: ["menjawab arahan {title}", "in answer to the directive {title}"],
  answers: ["Menjawab permintaan", "In answer to a request"],
  asked: ["{who}, {day}; dijawab sampai {due}", "{who}, {day}; to be answered by {due}"],
  settled: ["Permintaan ini sudah tidak terbuka ({state}).", "This request is not open any more ({state})."],
  forWhom: ["Komitmen dicatat oleh sekretariat dan narahubung instansi.", "Pledges are recorded by a secretariat and by the liaisons of agencies."],
  enter: ["Masuk", "Sign in"],
  unknown: ["Rapat atau permintaan pada alamat ini tidak ditemukan.", "The meeting or request of this address is not to be found."],
});

export default function Recording() {
  const session = useSignal(present);
  if (session === undefined) return null;
  const role = acting()?.role;
  if (role === "SECRETARIAT" || ownAgency() !== undefined) return <Known key={`${session?.assignment} ${location.search}`} />;
  return (
    <section class="page">
      <h1>{t("title")}</h1>
      <p>
        {t("forWhom")} {session === null && <a href={`/sign-in?ke=${encodeURIComponent(`/catat${location.search}`)}`}>{t("enter")}</a>}
      </p>
    </section>
  );
}

/** The form begins once all is there that it begins with. */
function Known() {
  const { query } = useAddress();
  const [meetingId, requestId] = [query.get("rapat"), query.get("permintaan")];
  const isNamed = meetingId !== null || requestId !== null;
  const wanted = { meeting: meetingId ?? "", isMeeting: meetingId !== null, request: requestId ?? "", isRequest: requestId !== null };
  const { data, refusal, again } = useAnswer(Occasion, isNamed ? wanted : null);
  const meeting = data?.meeting ?? undefined;
  const asked = data?.request?.__typename === "PledgeRequest" ? (data.request as Asked) : undefined;
  const isMissing = data !== undefined && ((meetingId !== null && !meeting) || (requestId !== null && !asked));
  const agency = ownAgency() ?? query.get("instansi") ?? undefined;
  const known = { meeting, asked, agency, directive: query.get("arahan") ?? undefined };
  return (
    <section class="page recording-page">
      <h1>{t("title")}</h1>
      <p class="soft">{t("enough")}</p>
      {refusal && !data && <Refused refusal={refusal} again={again} />}
      {isMissing && <p class="refused">{t("unknown")}</p>}
      {meeting && <At meeting={meeting} directive={known.directive} />}
      {asked && <Answering asked={asked} />}
      {(!isNamed || data) && <Form known={known} />}
    </section>
  );
}

function At({ meeting, directive }: { meeting: Meeting; directive: string | undefined }) {
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

function Answering({ asked }: { asked: Asked }) {
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
