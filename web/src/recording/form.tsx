/** The form of a promise: what was said first, as it was said; all else may come later. */
import { useRef } from "preact/hooks";
import { go } from "../address/address.ts";
import { useAnswer } from "../graph/answer.ts";
import { ask, send } from "../graph/asking.ts";
import type { ResultOf } from "../graph/graphql.ts";
import { Agency } from "../parts/agency.tsx";
import { Refused } from "../parts/refused.tsx";
import { useSent } from "../parts/sent.ts";
import { Within } from "../parts/within.tsx";
import { acting } from "../session/present.ts";
import { wordOf } from "../words/lists.ts";
import { today, words } from "../words/words.ts";
import { LeadAgency, RecordPledge } from "./documents.ts";
import { draftOf, useDraft } from "./draft.ts";
import { Areas, binding, Part, Restored, sendByKey, Text } from "./fields.tsx";
import { Further } from "./further.tsx";
import { covers, ownAgency } from "./office.ts";
import { begun, formOf, inputOf, type Known } from "./promise.ts";

const t = words({
  spoken: ["Yang diucapkan", "What was said"],
  quote: ["Kata-katanya, persis seperti diucapkan", "The words, exactly as spoken"],
  never: ["Kutipan, pembicara, dan sumber tidak dapat diubah sesudah dicatat.", "Quote, speaker and source cannot be changed once recorded."],
  speaker: ["Diucapkan oleh (jabatan)", "Spoken by (office)"],
  source: ["Sumber", "Source"],
  sources: ["Misalnya: notulen rapat, surat nomor 412/1034, rekaman", "Such as: minutes of the meeting, letter no. 412/1034, a recording"],
  who: ["Siapa yang berjanji", "Who promised"],
  present: ["Yang hadir:", "Who came:"],
  home: ["Wilayah instansi: {region}", "Region of the agency: {region}"],
  what: ["Komitmennya", "The pledge"],
  title: ["Judul dalam kata-kata baku", "Title in plain words"],
  sameAsQuote: ["Bila kosong, kutipannya menjadi judul.", "Left empty, the quote is its title."],
  mandates: ["Mandat instansi ini: {areas}", "Mandate of this agency: {areas}"],
  day: ["Hari diucapkan", "Day it was said"],
  region: ["Tercatat untuk wilayah", "Recorded for the region"],
  without: ["Catat tanpa menjawab permintaan itu", "Record without answering that request"],
  arrived: [
    "Kiriman Anda yang sebelumnya ternyata sudah sampai. Periksa komitmen instansinya sebelum mencatat lagi:",
    "What you sent before has arrived after all. Look at the agency's pledges before you record again:",
  ],
  record: ["Catat komitmen", "Record the pledge"],
  keys: ["Ctrl+Enter juga mencatat.", "Ctrl+Enter records, too."],
});

export function Form({ known }: { known: Known }) {
  const name = draftOf(formOf(location.search));
  const { draft, change, drop, isKept } = useDraft(name, () => begun(known));
  const reference = useRef("");
  const lead = useLead(draft.leadAgencyId);
  const region = draft.regionCode || regionFor(lead);
  const { refusal, isBusy, submit } = useSent(
    async (_, idempotencyKey) => {
      // What is sent is the same whether the agency was told of by then or not: sent again, it must be.
      const led = lead ?? (draft.leadAgencyId ? (await ask(LeadAgency, { id: draft.leadAgencyId })).agency : null);
      const input = inputOf(draft, draft.regionCode || regionFor(led), known);
      reference.current = (await send(RecordPledge, { input: { ...input, idempotencyKey } })).pledge.reference;
    },
    () => {
      drop();
      // The form is no place to come back to: it would be empty.
      go(`/komitmen/${reference.current}?tercatat=ya`, { replace: true });
    },
    name,
  );
  const text = binding(draft, change, refusal);
  return (
    <form class="recording" onSubmit={submit} onKeyDown={sendByKey} noValidate>
      <Restored isKept={isKept} drop={drop} />
      {draft.requestId && (known.asked?.state !== "OPEN" || refusal?.code === "WRONG_STATE") && (
        <p>
          <button type="button" onClick={() => change({ requestId: "" })}>
            {t("without")}
          </button>
        </p>
      )}
      <Part title={t("spoken")}>
        <Text {...text("quote")} label={t("quote")} hint={t("never")} rows={4} isFirst />
        <div class="pair-fields">
          <Text {...text("source")} label={t("source")} hint={t("sources")} />
          <Text {...text("speaker")} label={t("speaker")} isOptional />
        </div>
      </Part>
      <Part title={t("who")}>
        <Lead id={draft.leadAgencyId} lead={lead} known={known} choose={(leadAgencyId) => change({ leadAgencyId })} />
      </Part>
      <Part title={t("what")}>
        <Text {...text("title")} label={t("title")} hint={t("sameAsQuote")} isOptional />
        <Areas chosen={draft.areas} change={(areas) => change({ areas })} note={mandatesOf(lead)} />
        <div class="pair-fields">
          <Text {...text("pledgedOn")} label={t("day")} type="date" max={today()} />
          <Within label={t("region")} code={region} choose={(code) => change({ regionCode: code ?? "" })} />
        </div>
      </Part>
      <Further draft={draft} change={change} refusal={refusal} region={region} known={known} />
      <Refused refusal={refusal} />
      {refusal?.code === "IDEMPOTENCY_KEY_REUSED" && (
        <p>
          {t("arrived")} <a href={`/instansi/${draft.leadAgencyId}`}>{lead?.name}</a>
        </p>
      )}
      <p class="row record-end">
        <button type="submit" class="main" disabled={isBusy}>
          {t("record")}
        </button>
        <span class="soft keys">{t("keys")}</span>
      </p>
    </form>
  );
}

type Led = NonNullable<ResultOf<typeof LeadAgency>["agency"]>;

/** What is known of the agency that is chosen, and of no other. */
function useLead(id: string): Led | undefined {
  const { data } = useAnswer(LeadAgency, id ? { id } : null);
  return data?.agency?.id === id ? data.agency : undefined;
}

/** A secretariat that lies within the agency's region records for its own part of it. */
function regionFor(lead: Led | null | undefined): string | null {
  const mine = acting()?.regionCode ?? null;
  if (!lead) return null;
  return mine !== null && !ownAgency() && !covers(mine, lead.region.code) ? mine : lead.region.code;
}

function mandatesOf(lead: Led | undefined): string | undefined {
  if (!lead || lead.mandates.length === 0) return undefined;
  return t("mandates", { areas: lead.mandates.map(({ area }) => wordOf("SpmAreaCode", area.code)).join(", ") });
}

type LeadProps = Readonly<{ id: string; lead: Led | undefined; known: Known; choose: (id: string) => void }>;

/** A liaison speaks for one agency alone; a secretariat finds any, those who came to the meeting a click away. */
function Lead({ id, lead, known, choose }: LeadProps) {
  if (ownAgency() !== undefined) return <p class="fixed">{lead?.name ?? "…"}</p>;
  const came = known.meeting?.attendance.nodes ?? [];
  return (
    <>
      <Agency id={id || null} choose={(next) => choose(next ?? "")} />
      {lead && <p class="soft">{t("home", { region: lead.region.name })}</p>}
      {came.length > 0 && (
        <p class="row came">
          <span class="soft">{t("present")}</span>
          {came.map(({ agency }) => (
            <button key={agency.id} type="button" aria-pressed={agency.id === id} onClick={() => choose(agency.id)}>
              {agency.shortName}
            </button>
          ))}
        </p>
      )}
    </>
  );
}
