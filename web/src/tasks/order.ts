/** In which order a liaison's pledges ask for attention, and which of them can be reported on. Pure. */
import type { Aim, Task } from "./documents.ts";

export const GROUPS = ["OVERDUE", "DUE_SOON", "RETURNED", "REST"] as const;
export type Group = (typeof GROUPS)[number];

export function groupOf(task: Task): Group {
  if (task.timeliness === "OVERDUE" || task.timeliness === "DUE_SOON") return task.timeliness;
  return task.targets.nodes.some((aim) => returnOf(aim) !== null) ? "RETURNED" : "REST";
}

/** Why the last report on a target was returned; null when it was not, or another has come since. */
export function returnOf(aim: Aim): string | null {
  const verification = aim.reports.nodes[0]?.verification;
  return verification?.decision === "RETURNED" ? (verification.reason ?? "") : null;
}

/** The groups that have anything in them, each by due date, those without one last. */
export function grouped(tasks: readonly Task[]): readonly (readonly [Group, readonly Task[]])[] {
  const sorted = [...tasks].sort(
    (one, other) => Number(!canReport(one)) - Number(!canReport(other)) || due(one).localeCompare(due(other)) || one.reference.localeCompare(other.reference),
  );
  return GROUPS.map((group) => [group, sorted.filter((task) => groupOf(task) === group)] as const).filter(([, found]) => found.length > 0);
}

function due({ dueOn }: Task): string {
  return dueOn ?? "9999-12-31";
}

/** Only what is under way is reported on, and only where it was said what is counted. */
export function canReport(task: Task): boolean {
  return task.execution === "IN_PROGRESS" && task.targets.nodes.some(isMeasured);
}

export function isMeasured(aim: Aim): boolean {
  return aim.unit !== null;
}
