/** Tokens: which programs may ask, until when, and whether they still do; a new one is shown once. */
import { useState } from "preact/hooks";
import { changed, go } from "../address/address.ts";
import { useAnswer } from "../graph/answer.ts";
import { send } from "../graph/asking.ts";
import type { ResultOf } from "../graph/graphql.ts";
import { More } from "../parts/more.tsx";
import { Refused } from "../parts/refused.tsx";
import { useSent } from "../parts/sent.ts";
import { instant, later, today, words } from "../words/words.ts";
import { Deed } from "./deed.tsx";
import { CreateToken, RevokeToken, RotateToken, TokenList } from "./documents.ts";
import { OF_PROGRAMS, OfficeFields, officeOf, useOffice } from "./office.tsx";

const t = words({
  count: ["{count} token", "{count} tokens"],
  over: ["Yang tidak berlaku lagi", "Those good no more"],
  make: ["Buat token", "Make a token"],
  label: ["Untuk apa", "What it is for"],
  until: ["Berlaku sampai (boleh kosong)", "Good until (may be empty)"],
  readOnly: ["Membaca saja", "Only reads"],
  create: ["Buat", "Make it"],
  told: ["Teks token “{label}”, tampil sekali ini saja:", "The text of the token “{label}”, shown this once:"],
  sent: ["Program mengirimnya sebagai", "The program sends it as"],
  copy: ["Salin", "Copy"],
  hide: ["Sudah disimpan", "It is kept"],
  ever: ["tanpa batas waktu", "for ever"],
  good: ["sampai {at}", "until {at}"],
  used: ["terakhir dipakai {at}", "last used {at}"],
  unused: ["belum pernah dipakai", "never used"],
  revoked: ["dicabut {at}", "revoked {at}"],
  rotate: ["Ganti", "Renew"],
  rotateAsked: [
    "Dibuatkan token baru; yang lama masih berlaku tujuh hari.",
    "A new token is made; the old one stays good for seven days.",
  ],
  revoke: ["Cabut", "Revoke"],
  revokeAsked: ["Sedetik kemudian tidak ada yang masuk dengannya.", "A second later nobody gets in with it."],
  reads: ["membaca", "reads"],
  writes: ["membaca dan menulis", "reads and writes"],
});

type Token = ResultOf<typeof TokenList>["tokens"]["nodes"][number];
type Told = Readonly<{ text: string; label: string }>;
type Tell = (told: Told | undefined) => void;

export function Tokens({ query }: { query: URLSearchParams }) {
  const [told, tell] = useState<Told>();
  const filter = { good: !query.has("lama") };
  const { data, refusal, again, isAsking } = useAnswer(TokenList, { filter, after: query.get("sesudah") });
  return (
    <div aria-busy={isAsking}>
      {told && <Once told={told} hide={() => tell(undefined)} />}
      <Create again={again} tell={tell} />
      <label class="check">
        <input
          type="checkbox"
          checked={query.has("lama")}
          onChange={(event) => go(changed(query, { sesudah: null, lama: event.currentTarget.checked ? "ya" : null }), { replace: true })}
        />
        {t("over")}
      </label>
      <Refused refusal={refusal} again={again} />
      {data && <p class="soft">{t("count", { count: data.tokens.totalCount })}</p>}
      <ul class="plain entries">
        {data?.tokens.nodes.map((each) => (
          <li key={each.id}>
            <Line token={each} isGood={filter.good} again={again} tell={tell} />
          </li>
        ))}
      </ul>
      {data && <More query={query} page={data.tokens.pageInfo} />}
    </div>
  );
}

function Once({ told, hide }: { told: Told; hide: () => void }) {
  return (
    <section class="done" role="status">
      <p>{t("told", { label: told.label })}</p>
      <p class="secret">
        <code>{told.text}</code>
      </p>
      <p class="soft">
        {t("sent")} <code>Authorization: Bearer …</code>
      </p>
      <div class="row">
        <button type="button" class="main" onClick={() => navigator.clipboard.writeText(told.text)}>
          {t("copy")}
        </button>
        <button type="button" onClick={hide}>
          {t("hide")}
        </button>
      </div>
    </section>
  );
}

type LineProps = Readonly<{ token: Token; isGood: boolean; again: () => void; tell: Tell }>;

function Line({ token, isGood, again, tell }: LineProps) {
  const rotate = async (idempotencyKey: string): Promise<void> => {
    const { text } = await send(RotateToken, { input: { idempotencyKey, tokenId: token.id } });
    if (text) tell({ text, label: token.label });
  };
  return (
    <>
      <h2>{token.label}</h2>
      <p>
        {officeOf(token)} · {t(token.scopes.length > 1 ? "writes" : "reads")} · <code>ikrar_{token.prefix}_…</code>
      </p>
      <p class="soft">{standingOf(token)}</p>
      {isGood && (
        <div class="row">
          <Deed name={t("rotate")} question={t("rotateAsked")} work={rotate} done={again} />
          <Deed
            name={t("revoke")}
            question={t("revokeAsked")}
            work={(idempotencyKey) => send(RevokeToken, { input: { idempotencyKey, tokenId: token.id } })}
            done={again}
          />
        </div>
      )}
    </>
  );
}

function standingOf({ expiresAt, revokedAt, lastUsedAt }: Token): string {
  const until = expiresAt ? t("good", { at: instant(expiresAt) }) : t("ever");
  const used = lastUsedAt ? t("used", { at: instant(lastUsedAt) }) : t("unused");
  return [revokedAt ? t("revoked", { at: instant(revokedAt) }) : until, used].join(" · ");
}

function Create({ again, tell }: { again: () => void; tell: Tell }) {
  const { office, setOffice, clear } = useOffice("INTEGRATION");
  const { refusal, isBusy, submit } = useSent(
    async (fields, idempotencyKey) => {
      const [label, until] = [String(fields.get("label")), String(fields.get("until"))];
      const { text } = await send(CreateToken, {
        input: {
          ...office,
          idempotencyKey,
          label,
          // Until the end of that day, where whoever says so is.
          expiresAt: until ? new Date(`${later(until, 1)}T00:00:00`).toISOString() : null,
          ...(fields.has("reads") && { scopes: ["read"] }),
        },
      });
      if (text) tell({ text, label });
    },
    () => {
      clear();
      again();
    },
  );
  return (
    <details>
      <summary class="button">{t("make")}</summary>
      <form class="stack inset" onSubmit={submit}>
        <Refused refusal={refusal} />
        <div class="row">
          <label>
            {t("label")}
            <input name="label" autocomplete="off" required />
          </label>
          <OfficeFields roles={OF_PROGRAMS} office={office} setOffice={setOffice} />
          <label>
            {t("until")}
            <input name="until" type="date" min={today()} />
          </label>
          {office.role !== "INTEGRATION" && (
            <label class="check">
              <input type="checkbox" name="reads" />
              {t("readOnly")}
            </label>
          )}
        </div>
        <div class="row">
          <button type="submit" class="main" disabled={isBusy}>
            {t("create")}
          </button>
        </div>
      </form>
    </details>
  );
}
