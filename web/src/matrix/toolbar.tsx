/** Above the grid: the two axes, the value, the height of rows. What is chosen goes into the address. */
import { changed, go } from "../address/address.ts";
import { valuesOf, wordOf } from "../words/lists.ts";
import { words } from "../words/words.ts";
import { type Asked, type Axis, DENSITIES, SHOWN, wordOfAxis } from "./asked.ts";

const t = words({
  rows: ["Baris", "Rows"],
  columns: ["Kolom", "Columns"],
  swap: ["Tukar baris dan kolom", "Swap rows and columns"],
  value: ["Nilai", "Value"],
  density: ["Kerapatan", "Density"],
  status: ["Status", "Status"],
  jumlah: ["Jumlah komitmen", "Number of pledges"],
  capaian: ["% terverifikasi", "% verified"],
  terlambat: ["Terlambat", "Overdue"],
  padat: ["Padat", "Compact"],
  biasa: ["Biasa", "Regular"],
  longgar: ["Longgar", "Roomy"],
  often: ["Sering dipakai", "Often used"],
  agencies: ["Instansi × bidang", "Agency × area"],
  posts: ["Posyandu × bidang", "Posyandu × area"],
  regencies: ["Kabupaten × bidang", "Regency × area"],
});

/** Words of the address that make no sense for other axes than those they were chosen for. */
const OF_THE_CELL = { sel: null, selkolom: null, komitmen: null };

function set(names: Readonly<Record<string, string | null>>): void {
  go(changed(new URLSearchParams(location.search), { ...OF_THE_CELL, ...names }), { replace: true });
}

function setAxes(rows: Axis, columns: Axis): void {
  set({ baris: wordOfAxis(rows), kolom: wordOfAxis(columns) });
}

export function Toolbar({ asked }: { asked: Asked }) {
  const { rows, columns } = asked;
  return (
    <div class="row toolbar">
      <Chosen
        name={t("rows")}
        value={rows}
        values={valuesOf("MatrixAxis")}
        shown={(axis) => wordOf("MatrixAxis", axis)}
        choose={(axis) => setAxes(axis, axis === columns ? rows : columns)}
      />
      <button type="button" class="icon" aria-label={t("swap")} title={t("swap")} onClick={() => setAxes(columns, rows)}>
        ⇄
      </button>
      <Chosen
        name={t("columns")}
        value={columns}
        values={valuesOf("MatrixAxis")}
        shown={(axis) => wordOf("MatrixAxis", axis)}
        choose={(axis) => setAxes(axis === rows ? columns : rows, axis)}
      />
      <Chosen name={t("value")} value={asked.shown} values={SHOWN} shown={t} choose={(shown) => set({ nilai: shown })} />
      <Chosen
        name={t("density")}
        value={asked.density}
        values={DENSITIES}
        shown={t}
        choose={(density) => set({ kerapatan: density })}
      />
      <fieldset class="row often">
        <legend class="said">{t("often")}</legend>
        <Often name={t("agencies")} isOn={rows === "AGENCY" && columns === "SPM_AREA"} choose={() => setAxes("AGENCY", "SPM_AREA")} />
        <Often name={t("posts")} isOn={rows === "POSYANDU" && columns === "SPM_AREA"} choose={() => setAxes("POSYANDU", "SPM_AREA")} />
        <Often name={t("regencies")} isOn={rows === "REGENCY" && columns === "SPM_AREA"} choose={() => setAxes("REGENCY", "SPM_AREA")} />
      </fieldset>
    </div>
  );
}

function Often({ name, isOn, choose }: { name: string; isOn: boolean; choose: () => void }) {
  return (
    <button type="button" aria-pressed={isOn} onClick={choose}>
      {name}
    </button>
  );
}

type ChosenProps<Value extends string> = Readonly<{
  name: string;
  value: Value;
  values: readonly Value[];
  shown: (value: Value) => string;
  choose: (value: Value) => void;
}>;

export function Chosen<Value extends string>({ name, value, values, shown, choose }: ChosenProps<Value>) {
  return (
    <label>
      {name}
      <select value={value} onChange={(event) => choose(event.currentTarget.value as Value)}>
        {values.map((each) => (
          <option key={each} value={each}>
            {shown(each)}
          </option>
        ))}
      </select>
    </label>
  );
}
