/** Files of reference data: tried out first, then taken, as a whole or not at all. */
import { useState } from "preact/hooks";
import { asRefusal } from "../graph/answer.ts";
import type { Refusal } from "../graph/asking.ts";
import { Refused } from "../parts/refused.tsx";
import { handIn } from "../session/door.ts";
import { words } from "../words/words.ts";

const t = words({
  kind: ["Isi berkas", "What the file holds"],
  posyandu: ["Posyandu", "Posyandu"],
  regions: ["Wilayah", "Regions"],
  lines: ["Sub kegiatan SIPD", "Budget lines (SIPD)"],
  columns: ["Kolom: {columns}", "Columns: {columns}"],
  file: ["Berkas CSV (UTF-8)", "CSV file (UTF-8)"],
  version: ["Edisi, misalnya tanggal ekspor", "Edition, such as the day of the export"],
  trial: ["Coba dulu", "Try it out"],
  take: ["Ambil", "Take it"],
  working: ["Berkas sedang dibaca …", "The file is being read …"],
  whole: [
    "Berkas diambil seluruhnya atau tidak sama sekali. Berkas yang sama sekali lagi tidak mengubah apa pun.",
    "A file is taken as a whole or not at all. The same file again changes nothing.",
  ],
  would: ["Percobaan berhasil, belum ada yang berubah: {counts}.", "The trial went well, and nothing has changed yet: {counts}."],
  done: ["Berkas diambil: {counts}.", "The file is taken: {counts}."],
  names: ["Kenali nama-nama itu", "Make these names out"],
});
const counted = words({
  rows: ["{count} baris", "{count} rows"],
  added: ["{count} baru", "{count} new"],
  changed: ["{count} baru atau berubah", "{count} new or changed"],
  different: ["{count} berubah", "{count} changed"],
  retired: ["{count} dicabut", "{count} retired"],
});

const KINDS = {
  posyandu: { name: "posyandu", columns: "name, village_code | village + within_code, [registration_number, opened_on, closed_on]" },
  regions: { name: "regions", columns: "code, name, [time_zone]" },
  "sub-activities": { name: "lines", columns: "code, level, name" },
} as const;
type Kind = keyof typeof KINDS;
type Counts = Readonly<Record<string, number | boolean>>;

export function Imports() {
  const [kind, setKind] = useState<Kind>("posyandu");
  const [isBusy, setBusy] = useState(false);
  const [came, setCame] = useState<Counts>();
  const [refusal, setRefusal] = useState<Refusal>();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const isTrial = event.submitter instanceof HTMLButtonElement && event.submitter.value === "trial";
    const file = fields.get("file") as File;
    const query = new URLSearchParams({ name: file.name, version: String(fields.get("version") ?? ""), trial: isTrial ? "1" : "" });
    setBusy(true);
    setCame(undefined);
    setRefusal(undefined);
    try {
      setCame(await handIn<Counts>(`/imports/${kind}?${query}`, file, "text/csv"));
    } catch (error) {
      setRefusal(asRefusal(error));
    }
    setBusy(false);
  };
  return (
    <form class="stack inset" onSubmit={submit}>
      <p class="soft">{t("whole")}</p>
      <label>
        {t("kind")}
        <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)}>
          {(Object.keys(KINDS) as Kind[]).map((each) => (
            <option key={each} value={each}>
              {t(KINDS[each].name)}
            </option>
          ))}
        </select>
      </label>
      <p class="soft">{t("columns", { columns: KINDS[kind].columns })}</p>
      <label>
        {t("file")}
        <input name="file" type="file" accept=".csv,text/csv" required />
      </label>
      {kind !== "posyandu" && (
        <label>
          {t("version")}
          <input name="version" required />
        </label>
      )}
      <div class="row">
        <button type="submit" value="trial" class="main" disabled={isBusy}>
          {t("trial")}
        </button>
        <button type="submit" value="take" disabled={isBusy}>
          {t("take")}
        </button>
      </div>
      <div role="status">
        {isBusy && <p>{t("working")}</p>}
        {came && <p class="done">{t(came["isTrial"] ? "would" : "done", { counts: countsOf(came) })}</p>}
      </div>
      <Refused refusal={refusal} />
      {refusal?.code === "CONFLICT" && <a href="/administrasi?bagian=nama">{t("names")}</a>}
    </form>
  );
}

/** Of regions what is new is told apart from what changed. */
function countsOf(came: Counts): string {
  const names = ["rows", "added", "changed", "retired"] as const;
  return names
    .filter((name) => name in came)
    .map((name) => counted(name === "changed" && "added" in came ? "different" : name, { count: Number(came[name]) }))
    .join(", ");
}
