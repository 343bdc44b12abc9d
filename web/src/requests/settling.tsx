/** The ways in which a request ends without a new pledge: declined, taken back, or answered by a pledge that is there. */
import { useAnswer } from "../graph/answer.ts";
import { type Refusal, send } from "../graph/asking.ts";
import { Refused } from "../parts/refused.tsx";
import { useSent } from "../parts/sent.ts";
import { words } from "../words/words.ts";
import { AnswerRequest, DeclineRequest, type PledgeRequest, Promises, WithdrawRequest } from "./documents.ts";

const t = words({
  decline: ["Tolak", "Decline"],
  declineNow: ["Tolak permintaan", "Decline the request"],
  withdraw: ["Tarik permintaan", "Take the request back"],
  reason: ["Alasan", "Reason"],
  pledge: ["Komitmen yang menjawab", "The pledge that answers it"],
  answerNow: ["Jawab dengan komitmen ini", "Answer with this pledge"],
  none: ["Belum ada komitmen instansi ini di bidang itu.", "This agency has no pledge in that area yet."],
  waiting: ["Memuat…", "Loading…"],
});

type Props = Readonly<{ id: string; again: () => void }>;

export function Decline({ id, again }: Props) {
  return (
    <Reasoned
      open={t("decline")}
      act={t("declineNow")}
      again={again}
      work={(reason, idempotencyKey) => send(DeclineRequest, { input: { requestId: id, reason, idempotencyKey } })}
    />
  );
}

export function Withdraw({ id, again }: Props) {
  return (
    <Reasoned
      open={t("withdraw")}
      act={t("withdraw")}
      again={again}
      work={(reason, idempotencyKey) => send(WithdrawRequest, { input: { requestId: id, reason, idempotencyKey } })}
    />
  );
}

type ReasonedProps = Readonly<{
  open: string;
  act: string;
  again: () => void;
  work: (reason: string, idempotencyKey: string) => Promise<unknown>;
}>;

function Reasoned({ open, act, again, work }: ReasonedProps) {
  const { refusal, isBusy, submit } = useSent((fields, key) => work(String(fields.get("reason")), key), again);
  return (
    <details class="settling">
      <summary>{open}</summary>
      <form class="stack inset" onSubmit={submit}>
        <Told refusal={refusal} again={again} />
        <label>
          {t("reason")}
          <textarea name="reason" rows={2} required maxLength={2000} />
        </label>
        <p>
          <button type="submit" class="main" disabled={isBusy}>
            {act}
          </button>
        </p>
      </form>
    </details>
  );
}

/** Where somebody else was quicker, the way on is to look again. */
function Told({ refusal, again }: { refusal: Refusal | undefined; again: () => void }) {
  return refusal?.code === "WRONG_STATE" ? <Refused refusal={refusal} again={again} /> : <Refused refusal={refusal} />;
}

export function AnswerWith({ request, again }: { request: PledgeRequest; again: () => void }) {
  const { data } = useAnswer(Promises, { agency: request.agency.id, area: request.area.code });
  const { refusal, isBusy, submit } = useSent(
    (fields, idempotencyKey) =>
      send(AnswerRequest, { input: { requestId: request.id, pledgeId: String(fields.get("pledge")), idempotencyKey } }),
    again,
  );
  const pledges = data?.pledges.nodes;
  if (pledges === undefined) return <p class="soft">{t("waiting")}</p>;
  if (pledges.length === 0) return <p class="soft">{t("none")}</p>;
  return (
    <form class="stack inset" onSubmit={submit}>
      <Told refusal={refusal} again={again} />
      <label>
        {t("pledge")}
        <select name="pledge" required>
          {pledges.map(({ id, reference, title }) => (
            <option key={id} value={id}>
              {title} ({reference})
            </option>
          ))}
        </select>
      </label>
      <p>
        <button type="submit" class="main" disabled={isBusy}>
          {t("answerNow")}
        </button>
      </p>
    </form>
  );
}
