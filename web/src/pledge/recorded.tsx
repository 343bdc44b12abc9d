/** Said once, after a promise was recorded: under which reference, what it still lacks, and the way to the next one. */
import { useEffect, useRef } from "preact/hooks";
import { useAddress } from "../address/address.ts";
import { wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";
import type { Pledge } from "./full.tsx";

const t = words({
  recorded: ["Tercatat sebagai {reference}.", "Recorded as {reference}."],
  lacks: ["Supaya dapat diikuti sampai selesai, masih kurang: {what}.", "To be followed to its end it still lacks: {what}."],
  whole: ["Tidak ada yang kurang.", "Nothing is missing."],
  next: ["Catat komitmen berikutnya", "Record the next pledge"],
  meeting: ["Kembali ke rapat", "Back to the meeting"],
});

export function Recorded({ pledge }: { pledge: Pledge }) {
  const { query } = useAddress();
  const said = useRef<HTMLDivElement>(null);
  useEffect(() => said.current?.focus(), []);
  if (!query.has("tercatat")) return null;
  const what = pledge.maturity.missing.map((each) => wordOf("Ingredient", each)).join(", ");
  return (
    <div ref={said} class="done recorded" role="status" tabIndex={-1}>
      <p>
        <strong>{t("recorded", { reference: pledge.reference })}</strong> {what ? t("lacks", { what }) : t("whole")}
      </p>
      <p class="row">
        <a href={pledge.madeAt ? `/catat?rapat=${pledge.madeAt.id}` : "/catat"}>{t("next")}</a>
        {pledge.madeAt && <a href={`/rapat/${pledge.madeAt.id}`}>{t("meeting")}</a>}
      </p>
    </div>
  );
}
