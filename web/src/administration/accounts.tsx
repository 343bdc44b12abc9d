/** Accounts: who may come in, found by name, address and role; and a new one. */
import { changed, go } from "../address/address.ts";
import { useAnswer } from "../graph/answer.ts";
import { send } from "../graph/asking.ts";
import type { ResultOf } from "../graph/graphql.ts";
import { More } from "../parts/more.tsx";
import { Refused } from "../parts/refused.tsx";
import { useSent } from "../parts/sent.ts";
import { valuesOf, wordOf } from "../words/lists.ts";
import { instant, words } from "../words/words.ts";
import { Changing } from "./changing.tsx";
import { AccountList, OpenAccount } from "./documents.ts";
import { OF_PERSONS, OfficeFields, officeOf, type Role, useOffice } from "./office.tsx";

const t = words({
  count: ["{count} akun", "{count} accounts"],
  search: ["Nama atau surel", "Name or email"],
  role: ["Peran", "Role"],
  all: ["Semua", "All"],
  closed: ["Yang ditutup", "Those closed"],
  open: ["Buka akun", "Open an account"],
  name: ["Nama", "Name"],
  email: ["Surel dinas", "Work email"],
  position: ["Jabatan (boleh kosong)", "Position (may be empty)"],
  invite: ["Buka dan undang", "Open and invite"],
  hint: [
    "Orangnya menerima tautan untuk membuat kata sandi, lewat surat atau dari operator layanan.",
    "The person is sent a link to set a password, by mail or by the operator of the service.",
  ],
  waiting: ["undangan menunggu dikirim", "invitation waits to be sent"],
  invited: ["diundang, berlaku sampai {at}", "invited, good until {at}"],
  never: ["belum ada kata sandi, dan tidak ada undangan yang berlaku", "no password, and no invitation that is good"],
  seen: ["terakhir masuk {at}", "last signed in {at}"],
  unseen: ["belum pernah masuk", "never signed in"],
  factor: ["kode kedua terpasang", "second factor in place"],
  over: ["ditutup {at}", "closed {at}"],
  nothing: ["tanpa penugasan", "no assignment"],
});

export type Account = ResultOf<typeof AccountList>["accounts"]["nodes"][number];

function set(names: Readonly<Record<string, string | null>>): void {
  go(changed(new URLSearchParams(location.search), { sesudah: null, ...names }), { replace: true });
}

export function Accounts({ query }: { query: URLSearchParams }) {
  const [search, role] = [query.get("cari"), query.get("peran") as Role | null];
  const filter = { closed: query.has("ditutup"), ...(search && { search }), ...(role && { role }) };
  const { data, refusal, again, isAsking } = useAnswer(AccountList, { filter, after: query.get("sesudah") });
  return (
    <div aria-busy={isAsking}>
      <Open again={again} />
      <div class="row">
        <label>
          {t("search")}
          <input type="search" value={search ?? ""} onChange={(event) => set({ cari: event.currentTarget.value })} />
        </label>
        <label>
          {t("role")}
          <select value={role ?? ""} onChange={(event) => set({ peran: event.currentTarget.value })}>
            <option value="">{t("all")}</option>
            {valuesOf("Role")
              .filter((each) => (OF_PERSONS as readonly Role[]).includes(each))
              .map((each) => (
                <option key={each} value={each}>
                  {wordOf("Role", each)}
                </option>
              ))}
          </select>
        </label>
        <label class="check">
          <input type="checkbox" checked={query.has("ditutup")} onChange={(event) => set({ ditutup: event.currentTarget.checked ? "ya" : null })} />
          {t("closed")}
        </label>
      </div>
      <Refused refusal={refusal} again={again} />
      {data && <p class="soft">{t("count", { count: data.accounts.totalCount })}</p>}
      <ul class="plain entries">
        {data?.accounts.nodes.map((each) => (
          <li key={each.id}>
            <Line account={each} again={again} />
          </li>
        ))}
      </ul>
      {data && <More query={query} page={data.accounts.pageInfo} />}
    </div>
  );
}

function Line({ account, again }: { account: Account; again: () => void }) {
  return (
    <>
      <h2>{account.name}</h2>
      <p>
        {account.assignments.map(officeOf).join("; ") || t("nothing")}{" "}
        <span class="soft">{[account.position, account.email].filter(Boolean).join(" · ")}</span>
      </p>
      <p class="soft">{standingOf(account)}</p>
      {!account.closedAt && <Changing account={account} again={again} />}
    </>
  );
}

/** How far they came in. */
function standingOf(account: Account): string {
  if (account.closedAt) return t("over", { at: instant(account.closedAt) });
  const isInvited = account.invitedUntil !== null && Date.parse(account.invitedUntil) > Date.now();
  const said = [
    account.invitationDueAt && t("waiting"),
    isInvited && account.invitedUntil && t("invited", { at: instant(account.invitedUntil) }),
    !account.hasPassword && !isInvited && !account.invitationDueAt && t("never"),
    account.hasPassword && (account.signedInAt ? t("seen", { at: instant(account.signedInAt) }) : t("unseen")),
    account.hasSecondFactor && t("factor"),
  ];
  return said.filter(Boolean).join(" · ");
}

function Open({ again }: { again: () => void }) {
  const { office, setOffice, clear } = useOffice("LIAISON");
  const { refusal, isBusy, submit } = useSent(
    (fields, idempotencyKey) =>
      send(OpenAccount, {
        input: {
          ...office,
          idempotencyKey,
          name: String(fields.get("name")),
          email: String(fields.get("email")),
          position: String(fields.get("position")) || null,
        },
      }),
    () => {
      clear();
      again();
    },
  );
  return (
    <details>
      <summary class="button">{t("open")}</summary>
      <form class="stack inset" onSubmit={submit}>
        <Refused refusal={refusal} />
        <div class="row">
          <label>
            {t("name")}
            <input name="name" autocomplete="off" required />
          </label>
          <label>
            {t("email")}
            <input name="email" type="email" autocomplete="off" required />
          </label>
          <label>
            {t("position")}
            <input name="position" autocomplete="off" />
          </label>
          <OfficeFields roles={OF_PERSONS} office={office} setOffice={setOffice} />
        </div>
        <p class="soft">{t("hint")}</p>
        <div class="row">
          <button type="submit" class="main" disabled={isBusy}>
            {t("invite")}
          </button>
        </div>
      </form>
    </details>
  );
}
