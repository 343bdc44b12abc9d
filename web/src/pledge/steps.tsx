/** What can be done now by whoever looks, and why not the rest. The law and the standing are the service's own words. */
import { useState } from "preact/hooks";
import { send } from "../graph/asking.ts";
import { Refused } from "../parts/refused.tsx";
import { useReadAgain, useSent } from "../parts/sent.ts";
import { wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";
import { Agree, Cancel, Complete, NeverStarted, Reopen, ReportDone, Start } from "./documents.ts";
import type { Pledge } from "./full.tsx";
import { Transfer } from "./transfer.tsx";

type Step = Pledge["steps"][number];
type Action = Step["action"];

const t = words({
  title: ["Yang dapat Anda lakukan", "What you can do"],
  nothing: ["Saat ini tidak ada langkah yang menjadi bagian Anda.", "No step is yours to take right now."],
  others: ["Langkah lain, dan mengapa bukan sekarang", "Other steps, and why not now"],
  onlyFor: ["hanya untuk: {who}", "only for: {who}"],
  demands: ["memerlukan: {demands}", "needs: {demands}"],
  reason: ["Alasan", "Reason"],
  shortfall: ["Kekurangan yang diakui (bila target belum tercapai)", "Admitted shortfall (where targets are not met)"],
  confirm: ["Lakukan: {step}", "Do it: {step}"],
  leave: ["Batal", "Leave it"],
  report: ["Buka tugas saya", "Open my tasks"],
  judge: ["Buka antrean verifikasi", "Open the verification queue"],
});

/** Steps that are taken elsewhere on the page. */
const ELSEWHERE: ReadonlySet<Action> = new Set(["REVISE", "REVISE_TERMS", "RAISE_CONSTRAINT", "RESOLVE_CONSTRAINT"]);

type Given = Readonly<{ pledgeId: string; expectedVersion: number; idempotencyKey: string; reason: string; shortfall: string }>;

/** How each step is sent; those that need a reason get one. */
const SENT: Partial<Record<Action, (given: Given) => Promise<unknown>>> = {
  AGREE: ({ reason: _, shortfall: __, ...input }) => send(Agree, { input }),
  START: ({ reason: _, shortfall: __, ...input }) => send(Start, { input }),
  REPORT_DONE: ({ reason: _, shortfall: __, ...input }) => send(ReportDone, { input }),
  COMPLETE: ({ reason: _, shortfall, ...input }) => send(Complete, { input: { ...input, shortfall: shortfall || null } }),
  CANCEL: ({ shortfall: _, ...input }) => send(Cancel, { input }),
  NEVER_STARTED: ({ shortfall: _, ...input }) => send(NeverStarted, { input }),
  REOPEN: ({ shortfall: _, ...input }) => send(Reopen, { input }),
};

const WHERE: Partial<Record<Action, { href: string; name: "report" | "judge" }>> = {
  REPORT_PROGRESS: { href: "/tugas", name: "report" },
  ACCEPT_REPORT: { href: "/verifikasi", name: "judge" },
};

/** Whether whoever looks may take a step, as far as the state and their standing go. */
export function may(pledge: Pledge, action: Action): boolean {
  return pledge.steps.some((step) => step.action === action && isTheirs(pledge, step));
}

function isTheirs(pledge: Pledge, step: Step): boolean {
  return step.who.some((one) => pledge.standings.includes(one));
}

export function Steps({ pledge, again }: { pledge: Pledge; again: () => void }) {
  const [wanted, setWanted] = useState<Action>();
  const leave = (): void => setWanted(undefined);
  const shown = pledge.steps.filter(({ action }) => !ELSEWHERE.has(action) && action !== "RETURN_REPORT");
  const theirs = shown.filter((step) => isTheirs(pledge, step));
  const chosen = theirs.find(({ action }) => action === wanted);
  const others = pledge.steps.filter((step) => !isTheirs(pledge, step));
  return (
    <section class="steps">
      <h2>{t("title")}</h2>
      {theirs.length === 0 && <p class="soft">{t("nothing")}</p>}
      <div class="row">
        {theirs.map((step) => (
          <Offer key={step.action} step={step} isChosen={step === chosen} choose={() => setWanted(step === chosen ? undefined : step.action)} />
        ))}
      </div>
      {chosen?.action === "TRANSFER" && <Transfer pledge={pledge} leave={leave} again={again} />}
      {chosen && chosen.action !== "TRANSFER" && <StepForm key={chosen.action} pledge={pledge} step={chosen} leave={leave} again={again} />}
      {others.length > 0 && (
        <details>
          <summary>{t("others")}</summary>
          <ul>
            {others.map((step) => (
              <li key={step.action}>
                {wordOf("Action", step.action)}: {t("onlyFor", { who: step.who.map((one) => wordOf("Standing", one)).join(", ") })}
                {step.demands.length > 0 && `; ${t("demands", { demands: demandsOf(step) })}`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function demandsOf(step: Step): string {
  return step.demands.map((one) => wordOf("Demand", one)).join(", ");
}

function Offer({ step, isChosen, choose }: { step: Step; isChosen: boolean; choose: () => void }) {
  const where = WHERE[step.action];
  if (where) {
    return (
      <a class="button" href={where.href}>
        {t(where.name)}
      </a>
    );
  }
  return (
    <button type="button" aria-expanded={isChosen} onClick={choose}>
      {wordOf("Action", step.action)}
    </button>
  );
}

type FormProps = Readonly<{ pledge: Pledge; step: Step; leave: () => void; again: () => void }>;

function StepForm({ pledge, step, leave, again }: FormProps) {
  const { refusal, isBusy, submit } = useSent(
    async (fields, idempotencyKey) => {
      const said = (name: string): string => String(fields.get(name) ?? "").trim();
      const about = { pledgeId: pledge.id, expectedVersion: pledge.version, idempotencyKey };
      await SENT[step.action]?.({ ...about, reason: said("reason"), shortfall: said("shortfall") });
    },
    () => {
      leave();
      again();
    },
  );
  useReadAgain(refusal, again);
  const needsReason = step.demands.includes("REASON");
  return (
    <form class="stack inset" onSubmit={submit}>
      <Refused refusal={refusal} />
      {step.demands.length > 0 && <p class="soft">{t("demands", { demands: demandsOf(step) })}</p>}
      {needsReason && (
        <label>
          {t("reason")}
          <textarea name="reason" rows={3} required />
        </label>
      )}
      {step.action === "COMPLETE" && (
        <label>
          {t("shortfall")}
          <textarea name="shortfall" rows={2} />
        </label>
      )}
      <div class="row">
        <button type="submit" class="main" disabled={isBusy}>
          {t("confirm", { step: wordOf("Action", step.action).toLowerCase() })}
        </button>
        <button type="button" class="quiet" onClick={leave}>
          {t("leave")}
        </button>
      </div>
    </form>
  );
}
