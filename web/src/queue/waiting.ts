/** The reports that wait in a region, page by page, the oldest first. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { asRefusal } from "../graph/answer.ts";
import { ask, type Refusal } from "../graph/asking.ts";
import { useSignal } from "../parts/signal.ts";
import { WaitingReports, type Waiting } from "./documents.ts";
import { type Decided, decided, hasLeft } from "./holding.ts";

const PAGE = 50;
/** With fewer left to decide, the next page is fetched. */
const FEW = 10;

type Loaded = Readonly<{ reports: readonly Waiting[]; total: number; next: string | null }>;

export type Queue = Readonly<{
  /** Those that are left to decide. */
  waiting: readonly Waiting[];
  /** How many are left in all, also on pages to come; undefined until it is known. */
  count: number | undefined;
  decided: ReadonlyMap<string, Decided>;
  refusal: Refusal | undefined;
  isAsking: boolean;
  again: () => void;
}>;

export function useQueue(region: string | null): Queue {
  const [loaded, setLoaded] = useState<Loaded>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [isAsking, setAsking] = useState(false);
  const known = useSignal(decided);
  const load = useCallback(
    async (after: string | null): Promise<void> => {
      setAsking(true);
      try {
        const { reports } = await ask(WaitingReports, { region, first: PAGE, after });
        setLoaded((had) => joined(after === null ? undefined : had, reports));
        setRefusal(undefined);
      } catch (error) {
        setRefusal(asRefusal(error));
      }
      setAsking(false);
    },
    [region],
  );
  const again = useCallback(() => void load(null), [load]);
  useEffect(again, [again]);
  useReturn(again, (loaded?.reports.length ?? 0) <= PAGE);
  const waiting = (loaded?.reports ?? []).filter(({ id }) => !hasLeft(known.get(id)));
  const isShort = loaded !== undefined && loaded.next !== null && waiting.length < FEW;
  useEffect(() => {
    if (isShort && !isAsking && !refusal) void load(loaded.next);
  }, [isShort, isAsking, refusal, loaded?.next]);
  const count = loaded && loaded.total - (loaded.reports.length - waiting.length);
  return { waiting, count, decided: known, refusal, isAsking, again };
}

type Page = Readonly<{
  nodes: readonly Waiting[];
  totalCount: number;
  pageInfo: Readonly<{ hasNextPage: boolean; endCursor: string | null }>;
}>;

/** What was loaded and the page behind it; the count of a later page lacks what was decided since. */
function joined(had: Loaded | undefined, page: Page): Loaded {
  const next = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  const ids = new Set(had?.reports.map(({ id }) => id));
  const fresh = page.nodes.filter(({ id }) => !ids.has(id));
  return { reports: [...(had?.reports ?? []), ...fresh], total: had?.total ?? page.totalCount, next };
}

/** Whoever comes back to the page sees what came meanwhile; not in the middle of a long list. */
function useReturn(again: () => void, isShort: boolean): void {
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === "visible" && isShort) again();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [again, isShort]);
}
