/** What is typed and not saved yet: a phone whose camera needs the memory closes the page and opens it again. */
import { useState } from "preact/hooks";
import type { Row } from "../outbox/row.ts";
import { today } from "../words/words.ts";
import { type Typed, typedOf } from "./amount.tsx";
import type { Aim } from "./documents.ts";
import { returnOf } from "./order.ts";

export type Draft = Readonly<{ aimId: string | undefined; typed: Typed; on: string; note: string }>;

const KEPT = "ikrar.draft";

/** Of one report at a time, and of this tab alone. */
export function useDraft(of: string, aims: readonly Aim[], edited: Row | undefined) {
  const [draft, setDraft] = useState<Draft>(() => kept(of) ?? begun(aims, edited));
  const change = (next: Partial<Draft>): void => {
    setDraft({ ...draft, ...next });
    sessionStorage.setItem(KEPT, JSON.stringify({ of, draft: { ...draft, ...next } }));
  };
  return [draft, change] as const;
}

export function dropDraft(): void {
  sessionStorage.removeItem(KEPT);
}

function kept(of: string): Draft | undefined {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") as { of?: string; draft?: Draft };
    return found.of === of ? found.draft : undefined;
  } catch {
    return undefined;
  }
}

/** What stands in the fields at first: of a target whose report was returned, if there is one, since that waits for this. */
function begun(aims: readonly Aim[], edited: Row | undefined): Draft {
  return {
    aimId: edited?.report.targetId ?? (aims.find((each) => returnOf(each) !== null) ?? aims[0])?.id,
    typed: typedOf(edited?.report),
    on: edited?.report.effectiveOn ?? today(),
    note: edited?.report.narrative ?? "",
  };
}
