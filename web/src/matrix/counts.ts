/** The numbers of a cell, and how it stands by them: one sign for all that it holds. Pure. */
import type { Sign } from "../parts/sign.tsx";
import type { Axis } from "./asked.ts";

export type Counts = Readonly<{
  pledges: number;
  promised: number;
  running: number;
  reported: number;
  completed: number;
  overdue: number;
  /** Mean of the targets' verified ratios in 0..1; null when none can be measured. */
  progress: number | null;
}>;

const PLACES: ReadonlySet<Axis> = new Set(["PROVINCE", "REGENCY", "DISTRICT", "VILLAGE", "POSYANDU"]);
const CROSS_CUTTING = "LINTAS_BIDANG";

/**
 * What is late comes first; else all of it is promised, done or verified, or some of it is on its way. Where nothing
 * stands that is a gap if it is owed.
 */
export function signOf(counts: Counts, isOwed: boolean): Sign {
  if (!counts.pledges) return isOwed ? "GAP" : "NONE";
  if (counts.overdue) return "LATE";
  if (counts.promised || counts.running) {
    return counts.running || counts.reported || counts.completed ? "RUNNING" : "PROMISED";
  }
  if (counts.reported) return "DONE";
  return counts.completed ? "VERIFIED" : "ENDED";
}

/** A value on an axis; an agency's with the areas of its mandate. */
export type Head = Readonly<{ axis: Axis; key: string; mandates: ReadonlySet<string> | null }>;

/**
 * Whether something should stand in a cell: each place is to be served in all six areas (domain.md), an agency is to
 * promise in the areas of its mandate; no other pair of values owes anything.
 */
export function isOwed(one: Head, other: Head): boolean {
  if (one.axis === "SPM_AREA") return other.axis !== "SPM_AREA" && isOwed(other, one);
  if (other.axis !== "SPM_AREA" || !one.key || !other.key || other.key === CROSS_CUTTING) return false;
  return PLACES.has(one.axis) || (one.mandates?.has(other.key) ?? false);
}

type Told = Readonly<{
  pledges: number;
  completed: number;
  overdue: number;
  progress: number | null;
  byExecution: readonly Readonly<{ execution: string; count: number }>[];
}>;

/** The numbers of a total. */
export function countsOf(told: Told): Counts {
  const inStates = (...states: string[]): number =>
    told.byExecution.reduce((sum, each) => sum + (states.includes(each.execution) ? each.count : 0), 0);
  return {
    pledges: told.pledges,
    promised: inStates("RECORDED", "SPECIFIED", "AGREED"),
    running: inStates("IN_PROGRESS"),
    reported: inStates("REPORTED_DONE"),
    completed: told.completed,
    overdue: told.overdue,
    progress: told.progress,
  };
}
