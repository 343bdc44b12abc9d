/** Reads the matrix page by page as its rows come into view, and again where something was written. */
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { asRefusal } from "../graph/answer.ts";
import { ask, type Refusal } from "../graph/asking.ts";
import { listen } from "../graph/listening.ts";
import type { Asked } from "./asked.ts";
import { MatrixFeet, MatrixLive, MatrixPage } from "./documents.ts";
import { type Feet, type Loaded, type Sheet, sheetOf } from "./sheet.ts";

const ROWS = 100;
/** Writes come in swarms; what they touched is read once for all of them. */
const SETTLED_MS = 250;

type Known = Readonly<{ of: string; pages: readonly Loaded[]; feet: Feet | undefined }>;

export type Loading = Readonly<{
  sheet: Sheet;
  refusal: Refusal | undefined;
  isAsking: boolean;
  again: () => void;
  /** Read on until this row is known. */
  reach: (row: number) => void;
}>;

export function useMatrix(asked: Asked): Loading {
  const question = { rows: asked.rows, columns: asked.columns, filter: asked.filter, asOf: asked.asOf };
  const key = JSON.stringify(question);
  const [known, setKnown] = useState<Known>({ of: "", pages: [], feet: undefined });
  const [refusal, setRefusal] = useState<Refusal>();
  const [turn, setTurn] = useState(0);
  const reader = useRef<Reader | null>(null);
  useEffect(() => {
    const mine = new Reader(key, question, setKnown, setRefusal);
    reader.current = mine;
    void mine.begin();
    return () => mine.end();
  }, [key, turn]);
  useLive(asked, key, () => reader.current?.readAgain());
  const again = useCallback(() => setTurn((had) => had + 1), []);
  // What was asked before stays in sight until the first page of the new answer is here, unless its heads are others.
  const isAsking = known.of !== key;
  const sheet = useMemo(
    () => sheetOf([asked.rows, asked.columns], known.pages, known.feet, asked.showsEmpty),
    [known, asked.rows, asked.columns, asked.showsEmpty],
  );
  // Rows that are left out were read all the same.
  const leftOut = sheet.read - sheet.rows.length;
  const reach = useCallback((row: number) => reader.current?.reach(row + leftOut), [leftOut]);
  return { sheet: isAsking && !sameAxes(known.of, key) ? EMPTY : sheet, refusal, isAsking, again, reach };
}

const EMPTY: Sheet = { columns: [], places: [], rows: [], pages: [], rowCount: 0, read: 0, hidden: 0, asOf: "", below: [], all: null };

function sameAxes(one: string, other: string): boolean {
  if (!one) return false;
  const [had, has] = [JSON.parse(one) as Asked, JSON.parse(other) as Asked];
  return had.rows === has.rows && had.columns === has.columns;
}

type Question = Pick<Asked, "rows" | "columns" | "filter" | "asOf">;

/** Reads for one question, one page after the other, until it ends. */
class Reader {
  readonly #key: string;
  readonly #question: Question;
  readonly #tell: (known: Known) => void;
  readonly #refuse: (refusal: Refusal | undefined) => void;
  #pages: Loaded[] = [];
  #feet: Feet | undefined;
  #wanted = 0;
  #isReading = false;
  #isOver = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    key: string,
    question: Question,
    tell: (known: Known) => void,
    refuse: (refusal: Refusal | undefined) => void,
  ) {
    this.#key = key;
    this.#question = question;
    this.#tell = tell;
    this.#refuse = refuse;
  }

  /** The first page and the totals, at once. */
  async begin(): Promise<void> {
    await this.#trying(async () => {
      const [page, feet] = await Promise.all([this.#page(null), this.#readFeet()]);
      this.#pages = [{ after: null, from: 0, page }];
      this.#feet = feet;
    });
    await this.#readOn();
  }

  reach(row: number): void {
    this.#wanted = Math.max(this.#wanted, row);
    void this.#readOn();
  }

  /** The pages that are known and the totals, as they are now. */
  readAgain(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.#trying(async () => {
        const anew = this.#pages.map(async (each) => ({ ...each, page: await this.#page(each.after) }));
        const [feet, ...pages] = await Promise.all([this.#readFeet(), ...anew]);
        this.#feet = feet;
        this.#pages = pages;
      });
    }, SETTLED_MS);
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  async #readOn(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    for (;;) {
      const last = this.#pages.at(-1);
      const known = last ? last.from + last.page.rows.length : 0;
      if (this.#isOver || !last?.page.pageInfo.hasNextPage || known > this.#wanted + ROWS) break;
      const after = last.page.pageInfo.endCursor;
      const isRead = await this.#trying(async () => {
        this.#pages = [...this.#pages, { after, from: known, page: await this.#page(after) }];
      });
      if (!isRead) break;
    }
    this.#isReading = false;
  }

  /** Whether it could be read; what was read is told, and so is why nothing was. */
  async #trying(read: () => Promise<void>): Promise<boolean> {
    try {
      await read();
    } catch (error) {
      if (!this.#isOver) this.#refuse(asRefusal(error));
      return false;
    }
    if (!this.#isOver) {
      this.#refuse(undefined);
      this.#tell({ of: this.#key, pages: this.#pages, feet: this.#feet });
    }
    return true;
  }

  async #page(after: string | null): Promise<Loaded["page"]> {
    return (await ask(MatrixPage, { ...this.#question, first: ROWS, after })).matrix;
  }

  async #readFeet(): Promise<Feet> {
    return (await ask(MatrixFeet, this.#question)).matrix;
  }
}

/** Listens while the page is in sight and shows today; a past day does not change. */
function useLive(asked: Asked, key: string, moved: () => void): void {
  const latest = useRef(moved);
  latest.current = moved;
  useEffect(() => {
    if (asked.asOf !== null) return undefined;
    const { rows, columns, filter } = asked;
    let stop: (() => void) | undefined;
    const turn = (): void => {
      stop?.();
      stop = undefined;
      if (document.visibilityState !== "visible") return;
      stop = listen(
        MatrixLive,
        { rows, columns, filter },
        ({ matrixChanged }) => {
          if (matrixChanged.cells.length > 0 || !matrixChanged.isComplete) latest.current();
        },
        () => latest.current(),
      );
    };
    const seenAgain = (): void => {
      turn();
      if (document.visibilityState === "visible") latest.current();
    };
    turn();
    document.addEventListener("visibilitychange", seenAgain);
    return () => {
      document.removeEventListener("visibilitychange", seenAgain);
      stop?.();
    };
  }, [key]);
}
