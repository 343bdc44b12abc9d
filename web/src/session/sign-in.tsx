/** Sign in by password, with a code where one is asked for; or set a password by the link of a letter. */
import { useState } from "preact/hooks";
import { go } from "../address/address.ts";
import { Refused } from "../parts/refused.tsx";
import { useSent } from "../parts/sent.ts";
import { words } from "../words/words.ts";
import { DoorRefusal, door, signIn } from "./door.ts";

const t = words({
  title: ["Masuk", "Sign in"],
  email: ["Alamat surel", "Email address"],
  password: ["Kata sandi", "Password"],
  code: ["Kode dari aplikasi Anda", "The code from your app"],
  enter: ["Masuk", "Sign in"],
  forgotten: ["Lupa kata sandi?", "Forgot your password?"],
  ask: ["Kirim tautan", "Send a link"],
  asked: [
    "Bila akun itu ada, tautan sudah dikirim. Tautan berlaku satu jam.",
    "If there is such an account, a link is on its way. It is good for an hour.",
  ],
  set: ["Buat kata sandi", "Set your password"],
  hint: ["Sedikitnya 12 huruf; beberapa kata lebih baik daripada satu.", "At least 12 letters; several words are better than one."],
  keep: ["Simpan", "Save"],
  kept: ["Kata sandi tersimpan. Silakan masuk.", "The password is set. Please sign in."],
  back: ["Kembali", "Back"],
  public: ["Tanpa masuk: jendela publik", "Without signing in: the public window"],
});

type Step = "enter" | "forgotten" | "link";

export default function SignIn() {
  const link = location.hash.startsWith("#link=") ? location.hash.slice(6) : "";
  const [step, setStep] = useState<Step>(link ? "link" : "enter");
  const [note, setNote] = useState("");
  const finish = (said: string): void => {
    history.replaceState(null, "", "/sign-in");
    setNote(said);
    setStep("enter");
  };
  return (
    <section class="page narrow stack">
      <h1>{t(step === "link" ? "set" : "title")}</h1>
      {note && (
        <p role="status" class="done">
          {note}
        </p>
      )}
      {step === "enter" && <Enter forget={() => setStep("forgotten")} />}
      {step === "forgotten" && <Forgotten finish={() => finish(t("asked"))} back={() => setStep("enter")} />}
      {step === "link" && <ByLink link={link} finish={() => finish(t("kept"))} />}
      <p>
        <a href="/publik">{t("public")}</a>
      </p>
    </section>
  );
}

/** Where whoever signs in wanted to go; nowhere but within this site. */
function wayOn(): string {
  const wanted = new URLSearchParams(location.search).get("ke") ?? "/";
  return /^\/(?![/\\])/.test(wanted) ? wanted : "/";
}

/** The fields that are filled in, by their names. */
function filled(fields: FormData): Record<string, string> {
  return Object.fromEntries([...fields].filter(([, value]) => value !== "") as [string, string][]);
}

function Enter({ forget }: { forget: () => void }) {
  const [wantsCode, setWantsCode] = useState(false);
  const { refusal, isBusy, submit } = useSent(
    async (fields) => {
      try {
        await signIn(filled(fields));
      } catch (error) {
        if (error instanceof DoorRefusal && error.path === "code") setWantsCode(true);
        throw error;
      }
    },
    () => go(wayOn()),
  );
  return (
    <form class="stack" onSubmit={submit}>
      <Refused refusal={refusal} />
      <label>
        {t("email")}
        <input name="email" type="email" autocomplete="username" required />
      </label>
      <label>
        {t("password")}
        <input name="password" type="password" autocomplete="current-password" required />
      </label>
      {wantsCode && (
        <label>
          {t("code")}
          <input name="code" inputMode="numeric" autocomplete="one-time-code" required ref={(field) => field?.focus()} />
        </label>
      )}
      <button type="submit" class="main" disabled={isBusy}>
        {t("enter")}
      </button>
      <button type="button" class="quiet" onClick={forget}>
        {t("forgotten")}
      </button>
    </form>
  );
}

function Forgotten({ finish, back }: { finish: () => void; back: () => void }) {
  const { refusal, isBusy, submit } = useSent((fields) => door("POST", "/password/forgotten", filled(fields)), finish);
  return (
    <form class="stack" onSubmit={submit}>
      <Refused refusal={refusal} />
      <label>
        {t("email")}
        <input name="email" type="email" autocomplete="username" required />
      </label>
      <button type="submit" class="main" disabled={isBusy}>
        {t("ask")}
      </button>
      <button type="button" class="quiet" onClick={back}>
        {t("back")}
      </button>
    </form>
  );
}

function ByLink({ link, finish }: { link: string; finish: () => void }) {
  const { refusal, isBusy, submit } = useSent((fields) => door("POST", "/password/link", { ...filled(fields), link }), finish);
  return (
    <form class="stack" onSubmit={submit}>
      <Refused refusal={refusal} />
      <label>
        {t("password")}
        <input name="password" type="password" autocomplete="new-password" required aria-describedby="hint" />
      </label>
      <p id="hint" class="soft">
        {t("hint")}
      </p>
      <button type="submit" class="main" disabled={isBusy}>
        {t("keep")}
      </button>
    </form>
  );
}
