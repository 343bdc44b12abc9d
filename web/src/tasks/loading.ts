/** The liaison's list: as the service tells it now, and as it was last told for when there is no connection. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { asRefusal } from "../graph/answer.ts";
import { ask, Refusal, UNREACHABLE } from "../graph/asking.ts";
import type { Enum } from "../graph/graphql.ts";
import { sent } from "../outbox/flushing.ts";
import { useSignal } from "../parts/signal.ts";
import { acting, present } from "../session/present.ts";
import { MyTasks, type Task } from "./documents.ts";

/** Two hundred at most: an agency with more has several people for them, and the matrix. */
const PAGES = 4;
const PATIENCE_MS = 6000;
const SLOW = "Layanan belum menjawab. / The service has not answered yet.";
const STILL_OPEN: Enum<"Execution">[] = ["RECORDED", "SPECIFIED", "AGREED", "IN_PROGRESS", "REPORTED_DONE"];

export type List = Readonly<{ at: string; tasks: readonly Task[]; count: number }>;

interface Kept extends DBSchema {
  lists: { key: string; value: List };
}

export type Loading = Readonly<{ list: List | undefined; refusal: Refusal | undefined; isAsking: boolean; again: () => void }>;

/** Of whoever acts now; told anew when it was long out of sight, when there is a connection again, and after each report. */
export function useTasks(): Loading {
  const session = useSignal(present);
  const reported = useSignal(sent);
  const [state, setState] = useState<Omit<Loading, "again">>({ list: undefined, refusal: undefined, isAsking: true });
  const [turn, setTurn] = useState(0);
  const shown = useRef<string | undefined>(undefined);
  const again = useCallback(() => setTurn((had) => had + 1), []);
  const assignment = session?.assignment ?? undefined;
  useEffect(() => {
    let isWanted = true;
    const settle = (now: Partial<Loading>): void => {
      if (isWanted) setState((had) => ({ ...had, ...now }));
    };
    if (shown.current !== assignment) settle({ list: undefined });
    shown.current = assignment;
    settle({ isAsking: true });
    void load(assignment, settle);
    return () => {
      isWanted = false;
    };
  }, [assignment, turn, reported]);
  useEffect(() => {
    const seen = (): void => {
      if (document.visibilityState === "visible" && navigator.onLine) again();
    };
    addEventListener("online", again);
    document.addEventListener("visibilitychange", seen);
    return () => {
      removeEventListener("online", again);
      document.removeEventListener("visibilitychange", seen);
    };
  }, []);
  return { ...state, again };
}

async function load(assignment: string | undefined, settle: (now: Partial<Loading>) => void): Promise<void> {
  const agency = acting()?.agencyId;
  if (assignment === undefined || !agency) return settle({ isAsking: false });
  let isFresh = false;
  void kept(assignment).then((list) => {
    if (list && !isFresh) settle({ list });
  });
  // A question that hangs is as good as none: what is shown says of when it is.
  const timer = setTimeout(() => settle({ refusal: new Refusal(UNREACHABLE, SLOW) }), PATIENCE_MS);
  try {
    const list = await told(agency);
    isFresh = true;
    settle({ list, refusal: undefined, isAsking: false });
    await keep(assignment, list);
  } catch (error) {
    settle({ refusal: asRefusal(error), isAsking: false });
  }
  clearTimeout(timer);
}

async function told(agency: string): Promise<List> {
  const tasks: Task[] = [];
  let after: string | null = null;
  for (let page = 1; ; page += 1) {
    const { pledges }: { pledges: Page } = await ask(MyTasks, { agency, execution: STILL_OPEN, after });
    tasks.push(...pledges.nodes);
    after = pledges.pageInfo.endCursor;
    if (!pledges.pageInfo.hasNextPage || page === PAGES) return { at: new Date().toISOString(), tasks, count: pledges.totalCount };
  }
}

type Page = Readonly<{ totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: readonly Task[] }>;

/** Its name is known to session/door.ts, which deletes it at sign-out. */
function database(): Promise<IDBPDatabase<Kept>> {
  return openDB<Kept>("ikrar.tasks", 1, {
    upgrade: (made) => {
      made.createObjectStore("lists");
    },
  });
}

async function kept(assignment: string): Promise<List | undefined> {
  const open = await database();
  const list = await open.get("lists", assignment);
  open.close();
  return list;
}

/** In the place of all that was kept before: one person's list is nothing to the next. */
async function keep(assignment: string, list: List): Promise<void> {
  const open = await database();
  const own = new Set(present.value?.assignments.map(({ id }) => id));
  for (const other of await open.getAllKeys("lists")) {
    if (!own.has(other)) await open.delete("lists", other);
  }
  // Signed out while it was on its way: there is nobody to keep it for.
  if (own.has(assignment)) await open.put("lists", list, assignment);
  open.close();
}
