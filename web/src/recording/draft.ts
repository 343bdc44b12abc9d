/** What is typed and not sent yet, in this tab: a meeting is noisy, and a phone closes pages that are out of sight. */
import { useState } from "preact/hooks";
import { present } from "../session/present.ts";

/** Its name in the tab's storage, of whoever acts: another's is never shown. Signing out takes them all. */
export function draftOf(form: string): string {
  return `ikrar.recording ${present.value?.assignment ?? ""} ${form}`;
}

/** The draft of this name, how it is changed, how it is dropped, and whether it was found as somebody had left it. */
export function useDraft<Value extends object>(name: string, first: () => Value) {
  const [isKept, setKept] = useState(() => sessionStorage.getItem(name) !== null);
  const [draft, setDraft] = useState<Value>(() => ({ ...first(), ...kept<Value>(name) }));
  const change = (next: Partial<Value>): void => {
    setDraft((had) => {
      const now = { ...had, ...next };
      sessionStorage.setItem(name, JSON.stringify(now));
      return now;
    });
  };
  const drop = (): void => {
    sessionStorage.removeItem(name);
    setKept(false);
    setDraft(first());
  };
  return { draft, change, drop, isKept };
}

/** Lets a form begin with what was typed into another, but for what is left behind and what is empty there. */
export function carry(from: string, to: string, behind: readonly string[]): void {
  const typed = Object.entries(kept<object>(from)).filter(([name, value]) => value !== "" && !behind.includes(name));
  if (typed.length === 0) return;
  sessionStorage.setItem(to, JSON.stringify(Object.fromEntries(typed)));
  sessionStorage.removeItem(from);
}

function kept<Value>(name: string): Partial<Value> {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "{}") as Partial<Value>;
  } catch {
    return {};
  }
}
