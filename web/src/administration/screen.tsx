/** Administration: accounts, tokens, files and the names in them, and what happened at the door. */
import { changed, useAddress } from "../address/address.ts";
import { useSignal } from "../parts/signal.ts";
import { acting, present } from "../session/present.ts";
import { words } from "../words/words.ts";
import { Accounts } from "./accounts.tsx";
import { Audit } from "./audit.tsx";
import { Imports } from "./imports.tsx";
import { PlaceNames } from "./names.tsx";
import { Tokens } from "./tokens.tsx";
import "../style/gaps.css";

const t = words({
  title: ["Administrasi", "Administration"],
  views: ["Bagian", "Part"],
  accounts: ["Akun", "Accounts"],
  tokens: ["Token", "Tokens"],
  imports: ["Impor", "Imports"],
  names: ["Nama tempat", "Place names"],
  audit: ["Catatan pintu masuk", "Record of the door"],
  only: ["Halaman ini untuk administrator.", "This page is for administrators."],
  enter: ["Masuk", "Sign in"],
});

const VIEWS = { akun: "accounts", token: "tokens", impor: "imports", nama: "names", catatan: "audit" } as const;
type View = keyof typeof VIEWS;
const OF_A_VIEW = { cari: null, selesai: null, peran: null, ditutup: null, lama: null, peristiwa: null, sesudah: null };

export default function Administration() {
  const { query } = useAddress();
  useSignal(present);
  const wanted = query.get("bagian") ?? "";
  const view: View = wanted in VIEWS ? (wanted as View) : "akun";
  const isTheirs = acting()?.role === "ADMINISTRATOR";
  return (
    <section class="page">
      <h1>{t("title")}</h1>
      {!isTheirs && (
        <p>
          {t("only")} <a href="/sign-in?ke=/administrasi">{t("enter")}</a>
        </p>
      )}
      {isTheirs && (
        <>
          <nav class="tabs" aria-label={t("views")}>
            {(Object.keys(VIEWS) as View[]).map((each) => (
              <a
                key={each}
                href={changed(query, { ...OF_A_VIEW, bagian: each === "akun" ? null : each })}
                aria-current={each === view ? "page" : undefined}
              >
                {t(VIEWS[each])}
              </a>
            ))}
          </nav>
          {view === "akun" && <Accounts query={query} />}
          {view === "token" && <Tokens query={query} />}
          {view === "impor" && <Imports />}
          {view === "nama" && <PlaceNames query={query} />}
          {view === "catatan" && <Audit query={query} />}
        </>
      )}
    </section>
  );
}
