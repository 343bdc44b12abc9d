/** The liaison's tasks: what their agency has promised, in the order in which it asks for attention. Phone first. */
import { useEffect, useState } from "preact/hooks";
import { go, useAddress } from "../address/address.ts";
import { WaitingNote } from "../outbox/chip.tsx";
import { recount } from "../outbox/store.ts";
import { Refused } from "../parts/refused.tsx";
import { SignDrawings } from "../parts/sign.tsx";
import { useSignal } from "../parts/signal.ts";
import { RequestList } from "../requests/list.tsx";
import { acting, present } from "../session/present.ts";
import { instant, words } from "../words/words.ts";
import { Card } from "./card.tsx";
import { Form } from "./form.tsx";
import { type List, type Loading, useTasks } from "./loading.ts";
import { grouped, type Group } from "./order.ts";
import { useRows, Waiting } from "./waiting.tsx";
import "../style/tasks.css";

const t = words({
  title: ["Tugas saya", "My tasks"],
  OVERDUE: ["Terlambat", "Overdue"],
  DUE_SOON: ["Segera jatuh tempo", "Due soon"],
  RETURNED: ["Dikembalikan penelaah", "Returned by the verifier"],
  REST: ["Lainnya", "Others"],
  none: ["Instansi Anda tidak punya komitmen yang masih berjalan.", "Your agency has no pledge that is still open."],
  more: ["{shown} dari {count} komitmen.", "{shown} of {count} pledges."],
  away: ["Tanpa sambungan. Terakhir tersambung {at}.", "No connection. Last connected {at}."],
  again: ["Coba lagi", "Try again"],
  loading: ["Memuat…", "Loading…"],
  enter: ["Masuk untuk melihat tugas Anda", "Sign in to see your tasks"],
  noAgency: [
    "Tugas ada pada narahubung sebuah instansi. Pilih penugasan itu lewat nama Anda di atas.",
    "Tasks belong to the liaison of an agency. Choose that assignment under your name above.",
  ],
  saved: ["Tersimpan di perangkat ini; terkirim begitu ada sambungan.", "Saved on this device; it is sent once there is a connection."],
  sent: ["Terkirim.", "Sent."],
  gone: ["Komitmen itu tidak ada dalam daftar Anda.", "That pledge is not on your list."],
});

export default function Tasks() {
  const session = useSignal(present);
  const { query } = useAddress();
  const loading = useTasks();
  const found = useRows();
  const [saved, setSaved] = useState<string>();
  useEffect(() => void recount(), []);
  if (session === undefined) return null;
  if (session === null) return <Nobody />;
  const agency = acting()?.agencyId;
  if (!agency) return <p class="page">{t("noAgency")}</p>;
  const reference = query.get("lapor");
  const task = loading.list?.tasks.find((each) => each.reference === reference);
  const edited = found.find(({ id }) => id === query.get("ubah"));
  const close = (id: string): void => {
    setSaved(id);
    go("/tugas", { replace: true });
    scrollTo(0, 0);
  };
  if (reference !== null && task && (edited || !query.has("ubah"))) {
    return <Form key={edited?.id ?? reference} task={task} edited={edited} close={close} />;
  }
  return (
    <section class="page tasks">
      <SignDrawings />
      <h1>{t("title")}</h1>
      <p role="status" class={saved === undefined ? "said" : "done"}>
        {saved !== undefined && t(found.some(({ id }) => id === saved) ? "saved" : "sent")}
      </p>
      {reference !== null && !task && !loading.isAsking && <p class="refused">{t("gone")}</p>}
      <Connection loading={loading} />
      <Waiting found={found} />
      <RequestList key={agency} filter={{ agency, state: ["OPEN"] }} isAmong />
      {loading.list ? <Listed list={loading.list} found={found} /> : loading.isAsking && <p class="soft">{t("loading")}</p>}
    </section>
  );
}

function Nobody() {
  return (
    <section class="page narrow stack tasks">
      <h1>{t("title")}</h1>
      <WaitingNote />
      <p>
        <a class="button main wide" href="/sign-in?ke=/tugas">
          {t("enter")}
        </a>
      </p>
    </section>
  );
}

/** Of a list that is not of this moment, of which it is; and when there is none, why. */
function Connection({ loading: { list, refusal, again } }: { loading: Loading }) {
  if (!refusal) return null;
  if (!list || !refusal.isUnanswered) return <Refused refusal={refusal} again={again} />;
  return (
    <p class="row between away" role="status">
      {t("away", { at: instant(list.at) })}
      <button type="button" onClick={again}>
        {t("again")}
      </button>
    </p>
  );
}

function Listed({ list: { tasks, count }, found }: { list: List; found: ReturnType<typeof useRows> }) {
  if (tasks.length === 0) return <p>{t("none")}</p>;
  return (
    <>
      {grouped(tasks).map(([group, shown]) => (
        <section key={group}>
          <h2>
            {t(group satisfies Group)} <span class="soft">({shown.length})</span>
          </h2>
          <ul class="plain task-list">
            {shown.map((task) => (
              <li key={task.reference}>
                <Card task={task} waiting={found.filter(({ about }) => about.reference === task.reference)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {count > tasks.length && <p class="soft">{t("more", { shown: tasks.length, count })}</p>}
    </>
  );
}
