/** What an administrator may change of an account: what it may act as, its invitation, its second factor, its end. */
import { useState } from "preact/hooks";
import { send } from "../graph/asking.ts";
import { Refused } from "../parts/refused.tsx";
import { useSent } from "../parts/sent.ts";
import { present } from "../session/present.ts";
import { words } from "../words/words.ts";
import type { Account } from "./accounts.tsx";
import { Deed } from "./deed.tsx";
import { AssignRole, CloseAccount, InviteAccount, RemoveSecondFactor, WithdrawRole } from "./documents.ts";
import { OF_PERSONS, OfficeFields, officeOf, useOffice } from "./office.tsx";

const t = words({
  change: ["Ubah", "Change"],
  own: ["Akun sendiri diubah administrator lain.", "Your own account is changed by another administrator."],
  offices: ["Penugasan", "Assignments"],
  withdraw: ["Cabut", "Take away"],
  byProvider: ["dari penyedia identitas", "by the identity provider"],
  more: ["Tambah penugasan", "Another assignment"],
  assign: ["Tambahkan", "Add it"],
  invite: ["Kirim undangan baru", "Send a new invitation"],
  factor: ["Lepas kode kedua", "Take the second factor away"],
  factorAsked: [
    "Untuk yang kehilangan teleponnya. Semua sesinya berakhir, dan ia masuk dengan kata sandi saja.",
    "For somebody who lost their telephone. All their sessions end, and they sign in by password alone.",
  ],
  close: ["Tutup akun", "Close the account"],
  closeAsked: [
    "Untuk selamanya: sesi dan tokennya berakhir, yang pernah dilakukannya tetap tercatat.",
    "For good: its sessions and tokens end, and what was done by it stays on record.",
  ],
});

/** Its forms are made when they are opened: a page has thirty accounts. It stays open: one change seldom comes alone. */
export function Changing({ account, again }: { account: Account; again: () => void }) {
  const [isOpen, setOpen] = useState(false);
  if (account.email === present.value?.person.email) return <p class="soft">{t("own")}</p>;
  const accountId = account.id;
  return (
    <>
      <button type="button" aria-expanded={isOpen} aria-label={`${t("change")}: ${account.name}`} onClick={() => setOpen(!isOpen)}>
        {t("change")}
      </button>
      {isOpen && (
        <div class="stack inset">
          <h3>{t("offices")}</h3>
          <ul class="plain stack">
            {account.assignments.map((each) => (
              <li key={each.id} class="row between">
                <span>
                  {officeOf(each)} {each.issuer && <span class="soft">({t("byProvider")})</span>}
                </span>
                <Deed
                  name={t("withdraw")}
                  work={(idempotencyKey) => send(WithdrawRole, { input: { idempotencyKey, assignmentId: each.id } })}
                  done={again}
                />
              </li>
            ))}
          </ul>
          <Assign accountId={accountId} again={again} />
          <Deed
            name={t("invite")}
            work={(idempotencyKey) => send(InviteAccount, { input: { idempotencyKey, accountId } })}
            done={again}
          />
          {account.hasSecondFactor && (
            <Deed
              name={t("factor")}
              question={t("factorAsked")}
              work={(idempotencyKey) => send(RemoveSecondFactor, { input: { idempotencyKey, accountId } })}
              done={again}
            />
          )}
          <Deed
            name={t("close")}
            question={t("closeAsked")}
            work={(idempotencyKey) => send(CloseAccount, { input: { idempotencyKey, accountId } })}
            done={again}
          />
        </div>
      )}
    </>
  );
}

function Assign({ accountId, again }: { accountId: string; again: () => void }) {
  const { office, setOffice, clear } = useOffice("LIAISON");
  const { refusal, isBusy, submit } = useSent(
    (_fields, idempotencyKey) => send(AssignRole, { input: { ...office, idempotencyKey, accountId } }),
    () => {
      clear();
      again();
    },
  );
  return (
    <form onSubmit={submit}>
      <fieldset>
        <legend>{t("more")}</legend>
        <div class="row">
          <OfficeFields roles={OF_PERSONS} office={office} setOffice={setOffice} />
          <button type="submit" disabled={isBusy}>
            {t("assign")}
          </button>
        </div>
      </fieldset>
      <Refused refusal={refusal} />
    </form>
  );
}
