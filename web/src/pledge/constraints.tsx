/** Why it is stuck, and the forms that say so and that it is over. */
import { send } from "../graph/asking.ts";
import type { Enum } from "../graph/graphql.ts";
import { Refused } from "../parts/refused.tsx";
import { useSent } from "../parts/sent.ts";
import { valuesOf, wordOf } from "../words/lists.ts";
import { day, words } from "../words/words.ts";
import { RaiseConstraint, ResolveConstraint } from "./documents.ts";
import type { Pledge } from "./full.tsx";
import { may } from "./steps.tsx";

const t = words({
  title: ["Kendala", "Constraints"],
  none: ["Tidak ada kendala yang tercatat.", "No constraint is recorded."],
  since: ["sejak {day}", "since {day}"],
  until: ["sampai {day}", "until {day}"],
  internal: ["Internal: hanya instansi komitmen ini dan sekretariatnya", "Internal: only its agencies and their secretariat"],
  raise: ["Catat kendala", "Raise a constraint"],
  kind: ["Jenis", "Kind"],
  narrative: ["Penjelasan", "In words"],
  send: ["Catat", "Record"],
  resolve: ["Tutup kendala ini", "Resolve it"],
  resolution: ["Cara diselesaikan", "How it was resolved"],
});

type Constraint = Pledge["constraints"][number];

export function Constraints({ pledge, again, isNow }: { pledge: Pledge; again: () => void; isNow: boolean }) {
  const raises = isNow && may(pledge, "RAISE_CONSTRAINT");
  if (pledge.constraints.length === 0 && !raises) return null;
  return (
    <section>
      <h2>{t("title")}</h2>
      {pledge.constraints.length === 0 && <p class="soft">{t("none")}</p>}
      <ul class="plain entries">
        {pledge.constraints.map((each) => (
          <li key={each.id}>
            <strong>{wordOf("ConstraintReason", each.reason)}</strong> · {t("since", { day: day(each.sinceOn) })}
            {each.untilOn && ` ${t("until", { day: day(each.untilOn) })}`} · <span class="soft">{each.agency.shortName}</span>
            {each.narrative && <p>{each.narrative}</p>}
            {each.internal && <p class="soft">{t("internal")}</p>}
            {each.resolution && <p>{each.resolution}</p>}
            {isNow && !each.untilOn && may(pledge, "RESOLVE_CONSTRAINT") && <Resolve constraint={each} again={again} />}
          </li>
        ))}
      </ul>
      {raises && <Raise pledge={pledge} again={again} />}
    </section>
  );
}

function Raise({ pledge, again }: { pledge: Pledge; again: () => void }) {
  const { refusal, submit } = useSent(
    (fields, idempotencyKey) =>
      send(RaiseConstraint, {
        input: {
          pledgeId: pledge.id,
          idempotencyKey,
          reason: String(fields.get("reason")) as Enum<"ConstraintReason">,
          narrative: String(fields.get("narrative")),
          internal: fields.has("internal"),
        },
      }),
    again,
  );
  return (
    <details>
      <summary>{t("raise")}</summary>
      <form class="stack inset" onSubmit={submit}>
        <Refused refusal={refusal} />
        <label>
          {t("kind")}
          <select name="reason">
            {valuesOf("ConstraintReason").map((each) => (
              <option key={each} value={each}>
                {wordOf("ConstraintReason", each)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("narrative")}
          <textarea name="narrative" rows={3} required />
        </label>
        <label class="check">
          <input type="checkbox" name="internal" /> {t("internal")}
        </label>
        <button type="submit" class="main">
          {t("send")}
        </button>
      </form>
    </details>
  );
}

function Resolve({ constraint, again }: { constraint: Constraint; again: () => void }) {
  const { refusal, submit } = useSent(
    (fields, idempotencyKey) =>
      send(ResolveConstraint, {
        input: { constraintId: constraint.id, idempotencyKey, resolution: String(fields.get("resolution")) },
      }),
    again,
  );
  return (
    <details>
      <summary>{t("resolve")}</summary>
      <form class="stack inset" onSubmit={submit}>
        <Refused refusal={refusal} />
        <label>
          {t("resolution")}
          <textarea name="resolution" rows={2} required />
        </label>
        <button type="submit" class="main">
          {t("resolve")}
        </button>
      </form>
    </details>
  );
}
