/** Recording a pledge: the address says what is known of it, such as the meeting, the agency, or the request it answers. */
import { useAddress } from "../address/address.ts";
import { useAnswer } from "../graph/answer.ts";
import { Refused } from "../parts/refused.tsx";
import { useSignal } from "../parts/signal.ts";
import { acting, present } from "../session/present.ts";
import { words } from "../words/words.ts";
import { type Asked, Occasion } from "./documents.ts";
import { Form } from "./form.tsx";
import { Answering, At, MeetingChoice } from "./occasion.tsx";
import { ownAgency } from "./office.ts";
import "../style/recording.css";

const t = words({
  title: ["Catat komitmen", "Record a pledge"],
  enough: [
    "Kutipan, sumber, dan instansinya sudah cukup. Yang lain boleh menyusul di halaman komitmennya.",
    "The quote, its source and the agency are enough. All else may follow on the pledge's own page.",
  ],
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
      {!meeting && (!isNamed || data) && <MeetingChoice />}
      {(!isNamed || data) && <Form known={known} />}
    </section>
  );
}
