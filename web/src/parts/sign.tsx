/** How a cell or a pledge stands: a colour, a mark and a word; never a colour alone (domain.md, web.md 4.6). */
import type { Enum } from "../graph/graphql.ts";
import { words } from "../words/words.ts";

export type Sign = "GAP" | "NONE" | "PROMISED" | "RUNNING" | "LATE" | "DONE" | "VERIFIED" | "ENDED";

export const SIGNS: readonly Sign[] = ["GAP", "PROMISED", "RUNNING", "LATE", "DONE", "VERIFIED", "ENDED"];

export const signWord = words({
  NONE: ["Tidak ada", "None"],
  GAP: ["Belum ada komitmen", "Nothing promised"],
  PROMISED: ["Dijanjikan", "Promised"],
  RUNNING: ["Berjalan", "In progress"],
  LATE: ["Terlambat", "Overdue"],
  DONE: ["Selesai, menunggu verifikasi", "Done, not verified yet"],
  VERIFIED: ["Terverifikasi", "Verified"],
  ENDED: ["Berakhir tanpa selesai", "Ended unfinished"],
});

const OF_STATES: Partial<Record<Enum<"Execution">, Sign>> = {
  RECORDED: "PROMISED",
  SPECIFIED: "PROMISED",
  AGREED: "PROMISED",
  IN_PROGRESS: "RUNNING",
  REPORTED_DONE: "DONE",
  COMPLETED: "VERIFIED",
};

/** How one pledge stands; being late is computed, and goes before the state. */
export function signOfPledge(pledge: Readonly<{ execution: Enum<"Execution">; timeliness: Enum<"Timeliness"> }>): Sign {
  return pledge.timeliness === "OVERDUE" ? "LATE" : (OF_STATES[pledge.execution] ?? "ENDED");
}

/** The drawings, once in the page; each mark refers to its own. */
export function SignDrawings() {
  return (
    <svg class="drawings" aria-hidden="true">
      <symbol id="sign-GAP" viewBox="0 0 16 16">
        <circle cx="8" cy="8" r="5.5" />
        <path d="M3.5 12.5l9-9" />
      </symbol>
      <symbol id="sign-NONE" viewBox="0 0 16 16" />
      <symbol id="sign-PROMISED" viewBox="0 0 16 16">
        <circle cx="8" cy="8" r="5.5" />
      </symbol>
      <symbol id="sign-RUNNING" viewBox="0 0 16 16">
        <circle cx="8" cy="8" r="5.5" />
        <path d="M8 2.5a5.5 5.5 0 0 0 0 11z" class="full" />
      </symbol>
      <symbol id="sign-LATE" viewBox="0 0 16 16">
        <path d="M8 2v7.5M8 12.5v1.5" class="bold" />
      </symbol>
      <symbol id="sign-DONE" viewBox="0 0 16 16">
        <path d="M3 8.5l3.5 3.5L13 4.5" />
      </symbol>
      <symbol id="sign-VERIFIED" viewBox="0 0 16 16">
        <path d="M1 8.5l3.5 3.5L11 4.5M7.5 11l1.5 1 6-7.5" />
      </symbol>
      <symbol id="sign-ENDED" viewBox="0 0 16 16">
        <path d="M3.5 8h9" />
      </symbol>
    </svg>
  );
}

export function Mark({ of }: { of: Sign }) {
  return (
    <svg class="mark" aria-hidden="true">
      <use href={`#sign-${of}`} />
    </svg>
  );
}

export function Legend() {
  return (
    <ul class="legend">
      {SIGNS.map((each) => (
        <li key={each} class={`sign-${each}`}>
          <Mark of={each} /> {signWord(each)}
        </li>
      ))}
    </ul>
  );
}
