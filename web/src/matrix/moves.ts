/** What moved in each cell since a day or a meeting, read page by page beside the matrix. */
import { useEffect, useState } from "preact/hooks";
import type { Enum, ResultOf, VariablesOf } from "../graph/graphql.ts";
import { ask } from "../graph/asking.ts";
import { wordOf } from "../words/lists.ts";
import { number, today } from "../words/words.ts";
import type { Asked } from "./asked.ts";
import { MatrixMoves } from "./documents.ts";

export type MoveKind = Enum<"ChangeKind">;
export type Move = Readonly<{ kind: MoveKind; count: number }>;
type Changes = ResultOf<typeof MatrixMoves>["matrixChanges"];
export type Point = VariablesOf<typeof MatrixMoves>["from"];

export type Moves = Readonly<{
  of: (row: string, column: string) => readonly Move[] | undefined;
  total: Changes["total"] | undefined;
  fromOn: string | undefined;
}>;

const KINDS = [
  ["NEW", "new"],
  ["ADVANCED", "advanced"],
  ["COMPLETED", "completed"],
  ["SLIPPED", "slipped"],
  ["WITHDRAWN", "withdrawn"],
  ["REOPENED", "reopened"],
] as const satisfies readonly (readonly [MoveKind, keyof Changes["total"]])[];

const ROWS = 50;
/** Pages that are read: what moved on the first thousand rows is marked. */
const PAGES = 20;
const STILL: Moves = { of: () => undefined, total: undefined, fromOn: undefined };

export function moveWord({ kind, count }: Move): string {
  return `${wordOf("ChangeKind", kind)}: ${number(count)}`;
}

/** The two points of a comparison; null when nothing is compared. */
export function pointsOf({ since, asOf }: Pick<Asked, "since" | "asOf">): { from: Point; to: Point } | null {
  if (since === null) return null;
  const from: Point = since.startsWith("meeting_") ? { meeting: since } : { date: since };
  return { from, to: { date: asOf ?? today() } };
}

/** `stamp` changes when the matrix was read anew. */
export function useMoves(asked: Asked, stamp: unknown): Moves {
  const points = pointsOf(asked);
  const question = points && { rows: asked.rows, columns: asked.columns, filter: asked.filter, ...points };
  const key = JSON.stringify(question);
  const [moves, setMoves] = useState<Moves>(STILL);
  useEffect(() => {
    setMoves(STILL);
    if (question === null) return undefined;
    let isOver = false;
    void readAll(question, (found) => {
      if (!isOver) setMoves(found);
      return !isOver;
    });
    return () => {
      isOver = true;
    };
  }, [key, stamp]);
  return moves;
}

type Question = Omit<VariablesOf<typeof MatrixMoves>, "first" | "after">;

/** Tells what is known after each page, until nobody wants to know more. A refusal leaves the matrix unmarked. */
async function readAll(question: Question, tell: (moves: Moves) => boolean): Promise<void> {
  const known = new Map<string, readonly Move[]>();
  let after: string | null = null;
  for (let page = 0; page < PAGES; page++) {
    let found: Changes;
    try {
      found = (await ask(MatrixMoves, { ...question, first: ROWS, after })).matrixChanges;
    } catch {
      return;
    }
    for (const cell of found.cells) {
      const moved = KINDS.flatMap(([kind, name]) => (cell[name] ? [{ kind, count: cell[name] }] : []));
      const [row, column] = [found.rows[cell.row ?? 0], found.columns[cell.column ?? 0]];
      if (moved.length && row && column) known.set(keyOf(row.key, column.key), moved);
    }
    const of = (row: string, column: string): readonly Move[] | undefined => known.get(keyOf(row, column));
    if (!tell({ of, total: found.total, fromOn: found.fromOn }) || !found.pageInfo.hasNextPage) return;
    after = found.pageInfo.endCursor;
  }
}

function keyOf(row: string, column: string): string {
  return `${row}\n${column}`;
}

/** What moved in all, kind by kind, where anything did. */
export function totalsOf(total: Changes["total"]): Move[] {
  return KINDS.flatMap(([kind, name]) => (total[name] ? [{ kind, count: total[name] }] : []));
}
