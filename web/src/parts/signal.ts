/** A value that parts of the page look at: whoever uses it is drawn again when it changes. */
import { useEffect, useState } from "preact/hooks";

export type Signal<Value> = {
  value: Value;
  /** Calls back after each change, until the returned function is called. */
  watch: (look: () => void) => () => void;
};

export function signal<Value>(first: Value): Signal<Value> {
  let held = first;
  const looking = new Set<() => void>();
  return {
    get value() {
      return held;
    },
    set value(next) {
      if (Object.is(held, next)) return;
      held = next;
      for (const look of [...looking]) look();
    },
    watch(look) {
      looking.add(look);
      return () => looking.delete(look);
    },
  };
}

export function useSignal<Value>(from: Signal<Value>): Value {
  const [, setTurn] = useState(0);
  useEffect(() => {
    setTurn((had) => had + 1);
    return from.watch(() => setTurn((had) => had + 1));
  }, [from]);
  return from.value;
}
