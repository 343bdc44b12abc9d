/** One pledge among the tasks: what is due, how far each place is, and the one thing to do about it. */
import type { Row } from "../outbox/row.ts";
import { Progress } from "../parts/progress.tsx";
import { Mark, signOfPledge, signWord } from "../parts/sign.tsx";
import { wordOf } from "../words/lists.ts";
import { day, number, percent, today, words } from "../words/words.ts";
import type { Aim, Task } from "./documents.ts";
import { nameOf } from "./names.ts";
import { canReport, isMeasured, returnOf } from "./order.ts";
import { amountOf } from "./waiting.tsx";

const t = words({
  due: ["Batas waktu {day}", "Due {day}"],
  late: ["Batas waktu {day}, terlambat {days} hari", "Due {day}, {days} days late"],
  noDue: ["Tanpa batas waktu", "No due date"],
  verified: ["{progress} terverifikasi", "{progress} verified"],
  of: ["{claimed} dari {quantity} {unit}", "{claimed} of {quantity} {unit}"],
  so: ["{claimed} {unit}", "{claimed} {unit}"],
  returned: ["Dikembalikan: {reason}", "Returned: {reason}"],
  more: ["dan {count} sasaran lagi", "and {count} more targets"],
  update: ["Perbarui", "Update"],
  notYet: ["Belum dapat dilaporkan: komitmen ini belum dimulai.", "It cannot be reported on yet: it has not been started."],
  claimed: ["Sudah dilaporkan selesai; menunggu telaah.", "It is reported done and waits to be verified."],
  unmeasured: ["Belum dapat dilaporkan: belum ada yang diukur.", "It cannot be reported on yet: nothing is measured."],
  waiting: ["Menunggu kirim: {amounts}", "Waiting to be sent: {amounts}"],
});

const SHOWN = 3;

export function Card({ task, waiting }: { task: Task; waiting: readonly Row[] }) {
  const sign = signOfPledge(task);
  const address = encodeURIComponent(task.reference);
  return (
    <article class="task">
      <p class="task-head">
        <span class={`chip sign-${sign}`} title={signWord(sign)}>
          <Mark of={sign} /> {wordOf("Execution", task.execution)}
        </span>
        <span class="soft">{task.reference}</span>
      </p>
      <h3>
        <a href={`/komitmen/${task.reference}`}>{task.title}</a>
      </h3>
      <p class="soft">{dueWords(task)}</p>
      {task.progress !== null && (
        <p class="soft">
          <Progress verified={task.progress} claimed={task.claimedProgress ?? 0} />{" "}
          {t("verified", { progress: percent(task.progress) })}
        </p>
      )}
      <Aims task={task} />
      {waiting.length > 0 && <p class="task-waiting">{t("waiting", { amounts: waiting.map(amountOf).join(", ") })}</p>}
      {canReport(task) ? (
        <a class="button main wide" href={`/tugas?lapor=${address}`}>
          {t("update")}
          <span class="said"> {task.title}</span>
        </a>
      ) : (
        <p class="soft">{t(whyNot(task))}</p>
      )}
    </article>
  );
}

function whyNot({ execution }: Task): "claimed" | "unmeasured" | "notYet" {
  if (execution === "REPORTED_DONE") return "claimed";
  return execution === "IN_PROGRESS" ? "unmeasured" : "notYet";
}

function dueWords({ dueOn, timeliness }: Task): string {
  if (dueOn === null) return t("noDue");
  if (timeliness !== "OVERDUE") return t("due", { day: day(dueOn) });
  return t("late", { day: day(dueOn), days: (Date.parse(today()) - Date.parse(dueOn)) / 86_400_000 });
}

function Aims({ task }: { task: Task }) {
  const aims = [...task.targets.nodes].sort((one, other) => Number(returnOf(one) === null) - Number(returnOf(other) === null));
  const hidden = task.targets.totalCount - Math.min(aims.length, SHOWN);
  return (
    <ul class="plain task-aims">
      {aims.slice(0, SHOWN).map((aim) => (
        <li key={aim.id}>
          <span>{nameOf(aim)}</span>
          {isMeasured(aim) && <span class="n">{amountWords(aim)}</span>}
          <Returned aim={aim} />
        </li>
      ))}
      {hidden > 0 && <li class="soft">{t("more", { count: hidden })}</li>}
    </ul>
  );
}

/** Why the last report there was sent back, where it was. */
export function Returned({ aim }: { aim: Aim }) {
  const reason = returnOf(aim);
  return reason === null ? null : <p class="refused">{t("returned", { reason })}</p>;
}

export function amountWords({ claimed, quantity, unit }: Aim): string {
  const given = { claimed: number(claimed ?? 0, 6), unit };
  return quantity === null ? t("so", given) : t("of", { ...given, quantity: number(quantity, 6) });
}
