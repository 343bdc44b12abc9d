/** The verification queue: the reports that wait in the region of the secretariat, and the one that is read. */
import { useSignal } from "../parts/signal.ts";
import { Refused } from "../parts/refused.tsx";
import { acting, present } from "../session/present.ts";
import { words } from "../words/words.ts";
import { Bulk } from "./bulk.tsx";
import { Deciding, OwnReport } from "./deciding.tsx";
import { useDesk, useLeaving, useUndo } from "./desk.ts";
import { List } from "./list.tsx";
import { Settled, Toasts } from "./notices.tsx";
import { Report } from "./report.tsx";
import "../style/queue.css";

const t = words({
  title: ["Verifikasi laporan", "Verification of reports"],
  count: ["{count} menunggu", "{count} waiting"],
  none: ["Tidak ada laporan yang menunggu telaah.", "No report waits to be verified."],
  keys: [
    "Di daftar: j/k atau panah pindah, a terima, r kembalikan, x pilih, Enter buka. Ctrl+Z membatalkan.",
    "In the list: j/k or arrows move, a accepts, r returns, x ticks, Enter opens. Ctrl+Z undoes.",
  ],
  forSecretariat: ["Layar ini untuk sekretariat.", "This screen is for the secretariat."],
  signIn: ["Masuk", "Sign in"],
});

export default function QueueScreen() {
  const session = useSignal(present);
  if (session === undefined) return null;
  const office = acting();
  if (office?.role === "SECRETARIAT") {
    return <Queue key={office.id} region={office.regionCode} mine={office.agencyId ?? undefined} />;
  }
  return (
    <section class="page">
      <h1>{t("title")}</h1>
      <p>
        {t("forSecretariat")} {session === null && <a href="/sign-in">{t("signIn")}</a>}
      </p>
    </section>
  );
}

function Queue({ region, mine }: { region: string | null; mine: string | undefined }) {
  const desk = useDesk(region, mine);
  useLeaving();
  useUndo(desk.undone);
  return (
    <section class={desk.opened ? "queue opened" : "queue"}>
      <div class="queue-side">
        <Head desk={desk} />
        <div aria-busy={desk.isAsking} class="queue-list">
          {desk.count === 0 && <p>{t("none")}</p>}
          <List {...desk} chosen={desk.chosen?.id} ticked={desk.ticks} mine={mine} />
        </div>
      </div>
      <Chosen desk={desk} mine={mine} />
      <Toasts undone={desk.undone} />
    </section>
  );
}

type Desk = ReturnType<typeof useDesk>;

function Head({ desk }: { desk: Desk }) {
  const { count, refusal, again, ticked, waiting, tickAll, settle, toList } = desk;
  return (
    <header>
      <div class="row between">
        <h1>{t("title")}</h1>
        <span class="count" role="status">
          {count !== undefined && t("count", { count })}
        </span>
      </div>
      <p class="soft keys">{t("keys")}</p>
      <Refused refusal={refusal} again={again} />
      <Settled />
      <Bulk
        ticked={ticked}
        canTick={waiting.length > 1}
        tickAll={tickAll}
        accept={(reports, verdict) => {
          settle(reports, { decision: "ACCEPTED", verdict });
          toList();
        }}
      />
    </header>
  );
}

function Chosen({ desk, mine }: { desk: Desk; mine: string | undefined }) {
  const { chosen, heading, returning } = desk;
  if (!chosen) return null;
  return (
    <Report report={chosen} back={desk.hrefOf(undefined)} heading={heading}>
      {chosen.agency.id === mine ? (
        <OwnReport />
      ) : (
        <Deciding
          key={chosen.id}
          verdict={desk.verdictOf(chosen)}
          choose={(verdict) => desk.judge(chosen.id, verdict)}
          isReturning={returning === chosen.id}
          returning={(is) => desk.giveBack(is ? chosen : undefined)}
          decide={(word) => {
            desk.settle([chosen], word);
            heading.current?.focus();
          }}
        />
      )}
    </Report>
  );
}
