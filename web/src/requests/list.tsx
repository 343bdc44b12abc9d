/** What an agency was asked to promise: answered or declined by its liaison, taken back by the secretariat of the place. */
import { useState } from "preact/hooks";
import { useAnswer } from "../graph/answer.ts";
import type { VariablesOf } from "../graph/graphql.ts";
import { Refused } from "../parts/refused.tsx";
import { useSignal } from "../parts/signal.ts";
import { isSecretariat, ownAgency } from "../recording/office.ts";
import { present } from "../session/present.ts";
import { wordOf } from "../words/lists.ts";
import { day, today, words } from "../words/words.ts";
import { type PledgeRequest, Requests } from "./documents.ts";
import { AnswerWith, Decline, Withdraw } from "./settling.tsx";
import "../style/recording.css";

const t = words({
  title: ["Permintaan komitmen ({count})", "Requests for a pledge ({count})"],
  more: ["50 pertama dari {count}.", "The first 50 of {count}."],
  due: ["Dijawab sampai {day}", "To be answered by {day}"],
  late: ["Lewat: seharusnya dijawab {day}", "Overdue: to be answered by {day}"],
  by: ["{who}, {day}", "{who}, {day}"],
  answer: ["Jawab dengan komitmen", "Answer with a pledge"],
  existing: ["Sudah ada komitmennya", "There is a pledge already"],
  settled: ["{state} {day}", "{state} {day}"],
});

type Filter = NonNullable<VariablesOf<typeof Requests>["filter"]>;

/**
 * `isAmong`: above other things to do, which work without the service. It says nothing then where that is out of reach, and
 * takes little room where there are many.
 */
export function RequestList({ filter, isAmong = false }: { filter: Filter; isAmong?: boolean }) {
  useSignal(present);
  const { data, refusal, again } = useAnswer(Requests, { filter });
  const requests = data?.pledgeRequests;
  if (refusal && !(isAmong && refusal.isUnanswered)) return <Refused refusal={refusal} again={again} />;
  if (!requests || requests.totalCount === 0) return null;
  const { totalCount: count, nodes } = requests;
  const list = (
    <>
      <ul class="plain">
        {nodes.map((each) => (
          <li key={each.id}>
            <Request request={each} again={again} />
          </li>
        ))}
      </ul>
      {count > nodes.length && <p class="soft">{t("more", { count })}</p>}
    </>
  );
  if (!isAmong) {
    return (
      <section class="requests">
        <h2>{t("title", { count })}</h2>
        {list}
      </section>
    );
  }
  return (
    <details class="requests" open={count <= FEW}>
      <summary>
        <h2>{t("title", { count })}</h2>
      </summary>
      {list}
    </details>
  );
}

/** So many are shown at once beside what else is to be done. */
const FEW = 2;

function Request({ request, again }: { request: PledgeRequest; again: () => void }) {
  const { state, posyandu, region, dueOn, meeting } = request;
  const place = posyandu ? `${posyandu.name}, ${posyandu.village.name}` : region?.name;
  const isLate = state === "OPEN" && dueOn < today();
  return (
    <article class="request">
      <p class="card-head">
        <span class="chip plain-chip">{wordOf("RequestState", state)}</span>
        <span>{[wordOf("SpmAreaCode", request.area.code), place].filter(Boolean).join(" · ")}</span>
      </p>
      <blockquote>
        {request.words}
        <footer>
          {t("by", { who: request.requestedBy, day: day(request.requestedOn) })}
          {meeting && (
            <>
              {" · "}
              <a href={`/rapat/${meeting.id}`}>{meeting.title}</a>
            </>
          )}
        </footer>
      </blockquote>
      {state === "OPEN" ? (
        <p class={isLate ? "late" : "soft"}>{t(isLate ? "late" : "due", { day: day(dueOn) })}</p>
      ) : (
        <Ended request={request} />
      )}
      {state === "OPEN" && <Acts request={request} again={again} />}
    </article>
  );
}

function Ended({ request: { state, settledOn, reason, pledge } }: { request: PledgeRequest }) {
  return (
    <p class="soft">
      {settledOn && t("settled", { state: wordOf("RequestState", state), day: day(settledOn) })}
      {reason && `: ${reason}`}
      {pledge && (
        <>
          : <a href={`/komitmen/${pledge.reference}`}>{pledge.title}</a>
        </>
      )}
    </p>
  );
}

function Acts({ request, again }: { request: PledgeRequest; again: () => void }) {
  const isAsked = ownAgency() === request.agency.id;
  const isAsker = isSecretariat(request.posyandu?.village.code ?? request.region?.code ?? "-");
  if (!isAsked && !isAsker) return null;
  return (
    <div class="request-acts">
      <a class="button main" href={`/catat?permintaan=${request.id}`}>
        {t("answer")}
      </a>
      <Existing request={request} again={again} />
      {isAsked && <Decline id={request.id} again={again} />}
      {isAsker && <Withdraw id={request.id} again={again} />}
    </div>
  );
}

/** What the agency promises already is asked for when somebody wants to see it. */
function Existing({ request, again }: { request: PledgeRequest; again: () => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="settling" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("existing")}</summary>
      {isOpen && <AnswerWith request={request} again={again} />}
    </details>
  );
}
