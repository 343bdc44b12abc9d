/** What happened at the door, newest first: who came in, who was refused, who was made what. */
import { changed, go } from "../address/address.ts";
import { useAnswer } from "../graph/answer.ts";
import type { ResultOf } from "../graph/graphql.ts";
import { More } from "../parts/more.tsx";
import { Refused } from "../parts/refused.tsx";
import { wordOf } from "../words/lists.ts";
import { instant, words } from "../words/words.ts";
import { AuditList } from "./documents.ts";
import type { Role } from "./office.tsx";

const t = words({
  count: ["{count} catatan", "{count} entries"],
  action: ["Peristiwa", "Event"],
  all: ["Semua", "All"],
  by: ["oleh {actor}", "by {actor}"],
  sealed: ["tersegel", "sealed"],
  unsealed: ["segera disegel", "about to be sealed"],
});

const DOINGS = {
  SIGN_IN: ["Masuk", "Signed in"],
  REFUSE_SIGN_IN: ["Ditolak masuk", "Refused at the door"],
  SIGN_OUT: ["Keluar", "Signed out"],
  ACT_AS: ["Berganti penugasan", "Acts as something else"],
  END_SESSIONS: ["Sesi diakhiri", "Sessions ended"],
  OPEN_ACCOUNT: ["Akun dibuka", "Account opened"],
  INVITE: ["Diundang", "Invited"],
  ASK_RESET: ["Meminta kata sandi baru", "Asked for a new password"],
  SET_PASSWORD: ["Membuat kata sandi", "Password set"],
  ASSIGN: ["Diberi penugasan", "Assigned"],
  WITHDRAW_ASSIGNMENT: ["Penugasan dicabut", "Assignment taken away"],
  ADD_SECOND_FACTOR: ["Kode kedua dipasang", "Second factor set up"],
  REMOVE_SECOND_FACTOR: ["Kode kedua dilepas", "Second factor removed"],
  LINK_IDENTITY: ["Identitas ditautkan", "Identity linked"],
  CLOSE_ACCOUNT: ["Akun ditutup", "Account closed"],
  ERASE_PERSON: ["Orang dihapus", "Person erased"],
  CREATE_TOKEN: ["Token dibuat", "Token made"],
  ROTATE_TOKEN: ["Token diganti", "Token renewed"],
  REVOKE_TOKEN: ["Token dicabut", "Token revoked"],
  USE_TOKEN: ["Token dipakai (pertama hari itu)", "Token used (first of the day)"],
  REFUSE_TOKEN: ["Token ditolak", "Token refused"],
  IMPORT: ["Berkas diimpor", "File imported"],
  NAME_PLACE: ["Nama tempat dikenali", "Place name made out"],
  DISMISS_PLACE_NAME: ["Nama tempat ditolak", "Place name dismissed"],
  REFUSE_DEED: ["Tindakan ditolak", "Deed refused"],
} as const;
const doing = words(DOINGS);
const FACTS = {
  agency: ["instansi", "agency"],
  assignment: ["sebagai", "as"],
  changed: ["berubah", "changed"],
  expiresAt: ["berlaku sampai", "good until"],
  file: ["berkas", "file"],
  issuer: ["penyedia identitas", "identity provider"],
  kind: ["isi", "contents"],
  label: ["nama", "name"],
  region: ["wilayah", "region"],
  rows: ["baris", "rows"],
  scopes: ["cakupan", "scopes"],
  secondFactor: ["dengan kode kedua", "with the second factor"],
  sessions: ["sesi yang berakhir", "sessions ended"],
  successor: ["pengganti", "successor"],
  version: ["edisi", "edition"],
  within: ["di", "in"],
  words: ["kata", "words"],
} as const;
const facts = words(FACTS);

type Entry = ResultOf<typeof AuditList>["audit"]["nodes"][number];

export function Audit({ query }: { query: URLSearchParams }) {
  const action = query.get("peristiwa");
  const filter = action ? { action: [action] } : {};
  const { data, refusal, again, isAsking } = useAnswer(AuditList, { filter, after: query.get("sesudah") });
  return (
    <div aria-busy={isAsking}>
      <label class="narrow">
        {t("action")}
        <select
          value={action ?? ""}
          onChange={(event) => go(changed(query, { sesudah: null, peristiwa: event.currentTarget.value }), { replace: true })}
        >
          <option value="">{t("all")}</option>
          {Object.keys(DOINGS).map((each) => (
            <option key={each} value={each}>
              {named(each)}
            </option>
          ))}
        </select>
      </label>
      <Refused refusal={refusal} again={again} />
      {data && <p class="soft">{t("count", { count: data.audit.totalCount })}</p>}
      <ol class="plain entries">
        {data?.audit.nodes.map((each, place) => (
          <li key={`${each.recordedAt}${place}`}>
            <Line entry={each} />
          </li>
        ))}
      </ol>
      {data && <More query={query} page={data.audit.pageInfo} />}
    </div>
  );
}

function Line({ entry }: { entry: Entry }) {
  const changes = [...told(entry.before), ...told(entry.after)];
  return (
    <>
      <strong>{named(entry.action)}</strong> · {entry.name ?? "–"}
      <p class="soft">
        {[instant(entry.recordedAt), t("by", { actor: entry.actor }), t(entry.sealed ? "sealed" : "unsealed")].join(" · ")}
      </p>
      {(entry.reason || changes.length > 0) && (
        <p class="soft">
          {entry.reason}
          {changes.map(([name, value], place) => (
            <span key={name}>
              {(place > 0 || entry.reason) && " · "}
              <Fact name={name} value={value} />
            </span>
          ))}
        </p>
      )}
    </>
  );
}

function named(action: string): string {
  return action in DOINGS ? doing(action as keyof typeof DOINGS) : action;
}

/** A fact of a change: what is known by a name is told by it, and an agency leads to its page. */
function Fact({ name, value }: { name: string; value: string }) {
  if (name === "role") return <>{wordOf("Role", value as Role)}</>;
  if (name === "agency") return <a href={`/instansi/agency_${value}`}>{facts("agency")}</a>;
  return (
    <>
      {name in FACTS ? facts(name as keyof typeof FACTS) : name}: {value}
    </>
  );
}

/** What an entry says of a change, without what was empty or no. */
function told(change: unknown): readonly (readonly [string, string])[] {
  if (typeof change !== "object" || change === null) return [];
  return Object.entries(change as Record<string, unknown>)
    .filter(([, value]) => value !== null && value !== "" && value !== 0 && value !== false)
    .map(([name, value]) => [name, String(value)]);
}
