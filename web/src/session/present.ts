/** Who is signed in, as the service tells at /session; the page is drawn anew whenever that changes. */
import { signal } from "../parts/signal.ts";

export type Assignment = Readonly<{
  id: string;
  role: "ADMINISTRATOR" | "SECRETARIAT" | "LEADERSHIP" | "LIAISON";
  label: string;
  agencyId: string | null;
  regionCode: string | null;
}>;

export type Session = Readonly<{
  id: string;
  person: Readonly<{ name: string; email: string }>;
  assignment: string | null;
  assignments: readonly Assignment[];
  role: string;
  secondFactor: Readonly<{ has: boolean; shown: boolean; needed: boolean }>;
  expiresAt: string;
  idleSeconds: number;
}>;

/** Undefined until the service was asked; null when nobody is signed in. */
export const present = signal<Session | null | undefined>(undefined);

/** Under what the session acts. */
export function acting(): Assignment | undefined {
  const session = present.value;
  return session?.assignments.find((each) => each.id === session.assignment);
}

/** Says what a request is meant to be done under, so that a switch in another tab never signs it for the wrong office. */
export function assignmentHeader(): Record<string, string> {
  const assignment = present.value?.assignment;
  return assignment ? { "Ikrar-Assignment": assignment } : {};
}

/** What is still to be sent in the name of whoever is signed in, before that changes. */
export const farewells = new Set<() => Promise<unknown>>();
const KEPT = "ikrar.session";

/** From now on the session is known to a page that opens without a connection, until it ends. */
export function rememberSession(): void {
  present.watch(() => {
    if (present.value) localStorage.setItem(KEPT, JSON.stringify(present.value));
    else if (present.value === null) localStorage.removeItem(KEPT);
  });
}

/** Who was signed in when the service last said so. */
export function remembered(): Session | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "null") as Session | null;
  } catch {
    return null;
  }
}

export function sessionIsOver(): void {
  if (present.value) present.value = null;
}
