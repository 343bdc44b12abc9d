/** One's own account: sessions with what they came from, the password, and the second factor. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { asRefusal } from "../graph/answer.ts";
import type { Refusal } from "../graph/asking.ts";
import { Refused } from "../parts/refused.tsx";
import { useSent } from "../parts/sent.ts";
import { useSignal } from "../parts/signal.ts";
import { door, recognise } from "../session/door.ts";
import { present, type Session } from "../session/present.ts";
import { instant, words } from "../words/words.ts";

const t = words({
  title: ["Akun saya", "My account"],
  signIn: ["Silakan masuk.", "Please sign in."],
  enter: ["Masuk", "Sign in"],
  sessions: ["Tempat Anda masuk", "Where you are signed in"],
  here: ["peramban ini", "this browser"],
  seen: ["terakhir terlihat {at}", "last seen {at}"],
  end: ["Akhiri", "End it"],
  endOthers: ["Akhiri semua yang lain", "End all the others"],
  password: ["Ganti kata sandi", "Change the password"],
  current: ["Kata sandi sekarang", "The present password"],
  next: ["Kata sandi baru", "The new password"],
  change: ["Ganti", "Change it"],
  changed: ["Kata sandi diganti; sesi lain sudah berakhir.", "The password is changed; other sessions are over."],
  factor: ["Kode kedua (TOTP)", "Second factor (TOTP)"],
  has: ["Terpasang: kode dari aplikasi Anda diminta setiap kali masuk.", "In place: a code from your app is asked for at each sign-in."],
  hasNot: ["Belum terpasang.", "Not in place."],
  needed: ["Peran Anda memerlukannya.", "Your role demands it."],
  start: ["Pasang", "Set it up"],
  secret: ["Masukkan rahasia ini ke aplikasi Anda, lalu tulis kodenya:", "Give this secret to your app, then write its code:"],
  open: ["Buka di aplikasi", "Open in the app"],
  code: ["Kode", "Code"],
  confirm: ["Pastikan", "Confirm"],
  remove: ["Lepas", "Remove it"],
});

export default function Account() {
  const session = useSignal(present);
  if (!session) {
    return (
      <section class="page narrow">
        <h1>{t("title")}</h1>
        <p>
          {t("signIn")} <a href="/sign-in?ke=/akun">{t("enter")}</a>
        </p>
      </section>
    );
  }
  return (
    <section class="page stack">
      <h1>{t("title")}</h1>
      <p class="soft">
        {session.person.name} · {session.person.email}
      </p>
      <Sessions />
      <Password />
      <SecondFactor session={session} />
    </section>
  );
}

type Listed = Readonly<{ id: string; isThis: boolean; agent: string | null; address: string | null; lastSeenAt: string }>;

function Sessions() {
  const [sessions, setSessions] = useState<readonly Listed[]>([]);
  const [refusal, setRefusal] = useState<Refusal>();
  const read = useCallback(async () => {
    try {
      setSessions((await door<{ sessions: readonly Listed[] }>("GET", "/sessions")).sessions);
    } catch (error) {
      setRefusal(asRefusal(error));
    }
  }, []);
  useEffect(() => {
    void read();
  }, [read]);
  const end = async (path: string): Promise<void> => {
    await door("DELETE", path).catch((error: unknown) => setRefusal(asRefusal(error)));
    await Promise.all([read(), recognise()]);
  };
  return (
    <section>
      <h2>{t("sessions")}</h2>
      <Refused refusal={refusal} />
      <ul class="plain stack">
        {sessions.map((each) => (
          <li key={each.id} class="row between">
            <span>
              {agentOf(each.agent)} <span class="soft">{each.address}</span>{" "}
              {each.isThis ? <strong>({t("here")})</strong> : <span class="soft">{t("seen", { at: instant(each.lastSeenAt) })}</span>}
            </span>
            <button type="button" onClick={() => end(`/sessions/${each.id}`)}>
              {t("end")}
            </button>
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <button type="button" onClick={() => end("/sessions")}>
          {t("endOthers")}
        </button>
      )}
    </section>
  );
}

/** Of what a browser says of itself, the words that people know. */
function agentOf(agent: string | null): string {
  if (!agent) return "–";
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\//.exec(agent)?.[1];
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(agent)?.[1];
  return [browser, system].filter(Boolean).join(", ") || agent.slice(0, 40);
}

function Password() {
  const [note, setNote] = useState("");
  const { refusal, isBusy, submit } = useSent(
    (fields) => door("POST", "/password", { current: String(fields.get("current")), password: String(fields.get("password")) }),
    () => setNote(t("changed")),
  );
  return (
    <section class="narrow">
      <h2>{t("password")}</h2>
      <form class="stack" onSubmit={submit}>
        <Refused refusal={refusal} />
        <label>
          {t("current")}
          <input name="current" type="password" autocomplete="current-password" required />
        </label>
        <label>
          {t("next")}
          <input name="password" type="password" autocomplete="new-password" required />
        </label>
        <button type="submit" disabled={isBusy}>
          {t("change")}
        </button>
        <p role="status">{note}</p>
      </form>
    </section>
  );
}

type Offered = Readonly<{ secret: string; uri: string }>;

function SecondFactor({ session }: { session: Session }) {
  const [offered, setOffered] = useState<Offered>();
  const offer = useSent(async (fields) => {
    setOffered(await door<Offered>("POST", "/second-factor", { password: String(fields.get("password")) }));
  }, () => undefined);
  const confirm = useSent(async (fields) => {
    await door("PUT", "/second-factor", { code: String(fields.get("code")) });
    setOffered(undefined);
  }, recognise);
  const remove = useSent(
    (fields) =>
      door("DELETE", "/second-factor", { password: String(fields.get("password")), code: String(fields.get("code")) }),
    recognise,
  );
  const { has, needed } = session.secondFactor;
  return (
    <section class="narrow">
      <h2>{t("factor")}</h2>
      <p>
        {t(has ? "has" : "hasNot")} {needed && <strong>{t("needed")}</strong>}
      </p>
      {!has && !offered && (
        <form class="stack" onSubmit={offer.submit}>
          <Refused refusal={offer.refusal} />
          <PasswordField />
          <button type="submit">{t("start")}</button>
        </form>
      )}
      {offered && (
        <form class="stack" onSubmit={confirm.submit}>
          <Refused refusal={confirm.refusal} />
          <p>{t("secret")}</p>
          <p>
            <code>{offered.secret}</code> <a href={offered.uri}>{t("open")}</a>
          </p>
          <CodeField />
          <button type="submit" class="main">
            {t("confirm")}
          </button>
        </form>
      )}
      {has && (
        <form class="stack" onSubmit={remove.submit}>
          <Refused refusal={remove.refusal} />
          <PasswordField />
          <CodeField />
          <button type="submit">{t("remove")}</button>
        </form>
      )}
    </section>
  );
}

function PasswordField() {
  return (
    <label>
      {t("current")}
      <input name="password" type="password" autocomplete="current-password" required />
    </label>
  );
}

function CodeField() {
  return (
    <label>
      {t("code")}
      <input name="code" inputMode="numeric" autocomplete="one-time-code" required />
    </label>
  );
}
