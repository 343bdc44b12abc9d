/** An answer that a screen shows: the last one stays while the next is on its way. */
import type { TypedDocumentNode } from "@urql/core";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ask, Refusal } from "./asking.ts";

export type Answer<Data> = Readonly<{
  data: Data | undefined;
  refusal: Refusal | undefined;
  isAsking: boolean;
  /** Ask again, as after a change. */
  again: () => void;
}>;

/** `of`: the variables that it answers. */
type Told<Data> = Omit<Answer<Data>, "again"> & Readonly<{ of: string | null }>;

/** Asks whenever the variables are other than they were; null asks nothing. */
export function useAnswer<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables | null,
): Answer<Data> {
  const [{ of, ...state }, setState] = useState<Told<Data>>({ of: null, data: undefined, refusal: undefined, isAsking: true });
  const [turn, setTurn] = useState(0);
  const key = variables === null ? null : JSON.stringify(variables);
  const latest = useRef(0);
  useEffect(() => {
    if (variables === null) return;
    const mine = ++latest.current;
    const settle = (found: Partial<Answer<Data>>): void => {
      if (mine === latest.current) setState((had) => ({ ...had, refusal: undefined, ...found, isAsking: false, of: key }));
    };
    setState((had) => ({ ...had, isAsking: true }));
    ask(document, variables).then(
      (data) => settle({ data }),
      (error: unknown) => settle({ refusal: asRefusal(error) }),
    );
  }, [key, turn]);
  const again = useCallback(() => setTurn((had) => had + 1), []);
  // Between a change and its question, too, what is there answers what was asked before.
  return { ...state, isAsking: state.isAsking || (key !== null && key !== of), again };
}

export function asRefusal(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal("INTERNAL_SERVER_ERROR", String(error));
}
