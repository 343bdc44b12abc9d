/** One meeting: who came, what was promised there, what was ordered, and how the two lists agree. */
import type { ComponentChildren } from "preact";
import { useAnswer } from "../graph/answer.ts";
import { graphql, type ResultOf } from "../graph/graphql.ts";
import { later } from "../parts/later.tsx";
import { PledgeList } from "../parts/pledge-list.tsx";
import { Refused } from "../parts/refused.tsx";
import { useSignal } from "../parts/signal.ts";
import { isSecretariat, ownAgency } from "../recording/office.ts";
import { present } from "../session/present.ts";
import { wordOf } from "../words/lists.ts";
import { day, words } from "../words/words.ts";
import "../style/gaps.css";

const t = words({
  back: ["Semua rapat", "All meetings"],
  unknown: ["Rapat ini tidak ditemukan.", "There is no such meeting."],
  led: ["Dipimpin {who}", "Led by {who}"],
  source: ["Sumber: {source}", "Source: {source}"],
  attendance: ["Daftar hadir ({count})", "Attendance ({count})"],
  complete: ["Daftar ini lengkap.", "This list is complete."],
  incomplete: ["Daftar ini belum tentu lengkap.", "This list may not be complete."],
  pledges: ["Komitmen yang dibuat di sini", "Pledges made here"],
  silent: ["Hadir tanpa komitmen ({count})", "Came without a pledge ({count})"],
  absent: ["Berkomitmen tanpa tercatat hadir ({count})", "Pledged without being on the list ({count})"],
  none: ["Tidak ada.", "None."],
  directives: ["Arahan ({count})", "Directives ({count})"],
  to: ["kepada {who}", "to {who}"],
  gaps: ["Celah sesudah rapat ini", "Gaps that this meeting left"],
  pledge: ["Catat komitmen", "Record a pledge"],
  moved: ["Yang bergerak sejak rapat ini", "What moved since this meeting"],
});

const MeetingPage = graphql(`
  query MeetingPage($id: ID!) {
    meeting(id: $id) {
      id
      kind
      title
      heldOn
      reportedOn
      venue
      ledBy
      source
      attendanceComplete
      region { code name }
      attendance(first: 100) { totalCount nodes { capacity note agency { id name shortName } } }
      attendedWithoutPledge { id name }
      pledgedWithoutAttending { id name }
      directives { id title quote speaker addressedTo areas { code } }
    }
  }
`);

export type Meeting = NonNullable<ResultOf<typeof MeetingPage>["meeting"]>;

/** Its code is fetched for those who have use of it. */
const Recording = later(() => import("./recording.tsx"));

export default function MeetingScreen({ parts }: { parts: readonly string[] }) {
  useSignal(present);
  const { data, refusal, again, isAsking } = useAnswer(MeetingPage, { id: parts[0] ?? "" });
  const meeting = data?.meeting;
  return (
    <article class="page" aria-busy={isAsking}>
      <p>
        <a href="/rapat">‹ {t("back")}</a>
      </p>
      <Refused refusal={refusal} again={again} />
      {data && !meeting && <p>{t("unknown")}</p>}
      {meeting && <Shown meeting={meeting} again={again} />}
    </article>
  );
}

function Shown({ meeting, again }: { meeting: Meeting; again: () => void }) {
  const { attendance, directives } = meeting;
  const within = meeting.region.code;
  return (
    <>
      <h1>{meeting.title}</h1>
      <p class="soft">
        {[wordOf("MeetingKind", meeting.kind), meeting.heldOn && day(meeting.heldOn), meeting.venue, meeting.region.name]
          .filter(Boolean)
          .join(" · ")}
        {meeting.ledBy && ` · ${t("led", { who: meeting.ledBy })}`}
      </p>
      {meeting.source && <p class="soft">{t("source", { source: meeting.source })}</p>}
      <p class="row">
        <a href={`/?milik=${within}&sejak=${meeting.id}`}>{t("moved")}</a>
        <a href={`/celah?wilayah=${within}`}>{t("gaps")}</a>
      </p>
      {isSecretariat(within) && <Recording meeting={meeting} again={again} />}
      <h2>{t("pledges")}</h2>
      <PledgeList filter={{ meeting: meeting.id }} />
      <Agencies
        title={t("silent", { count: meeting.attendedWithoutPledge.length })}
        agencies={meeting.attendedWithoutPledge}
        beside={(agency) => (isSecretariat(within) || ownAgency() === agency) && <Pledging meeting={meeting.id} more={{ instansi: agency }} />}
      />
      <Agencies title={t("absent", { count: meeting.pledgedWithoutAttending.length })} agencies={meeting.pledgedWithoutAttending} />
      <h2>{t("attendance", { count: attendance.totalCount })}</h2>
      <p class="soft">{t(meeting.attendanceComplete ? "complete" : "incomplete")}</p>
      <ul>
        {attendance.nodes.map((each) => (
          <li key={each.agency.id}>
            <a href={`/instansi/${each.agency.id}`}>{each.agency.name}</a>{" "}
            <span class="soft">{[wordOf("AttendanceCapacity", each.capacity), each.note].filter(Boolean).join(", ")}</span>
          </li>
        ))}
      </ul>
      {directives.length > 0 && <h2>{t("directives", { count: directives.length })}</h2>}
      {directives.map((each) => (
        <blockquote key={each.id}>
          “{each.quote}”
          <footer>
            {[each.title, each.speaker, t("to", { who: each.addressedTo }), ...each.areas.map(({ code }) => wordOf("SpmAreaCode", code))]
              .filter(Boolean)
              .join(" · ")}{" "}
            {isSecretariat(within) && <Pledging meeting={meeting.id} more={{ arahan: each.id }} />}
          </footer>
        </blockquote>
      ))}
    </>
  );
}

type AgenciesProps = Readonly<{
  title: string;
  agencies: readonly Readonly<{ id: string; name: string }>[];
  beside?: (id: string) => ComponentChildren;
}>;

function Agencies({ title, agencies, beside }: AgenciesProps) {
  return (
    <>
      <h2>{title}</h2>
      {agencies.length === 0 && <p class="soft">{t("none")}</p>}
      <ul>
        {agencies.map((each) => (
          <li key={each.id}>
            <a href={`/instansi/${each.id}`}>{each.name}</a> {beside?.(each.id)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Leads to the form that knows the meeting already, and of whom or of what it is. */
function Pledging({ meeting, more }: { meeting: string; more: Readonly<Record<string, string>> }) {
  return (
    <a class="pledging" href={`/catat?${new URLSearchParams({ rapat: meeting, ...more })}`}>
      {t("pledge")}
    </a>
  );
}
