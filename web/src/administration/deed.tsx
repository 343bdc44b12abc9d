/** A deed behind one button; with a `question` it is asked first, for what cannot be taken back. */
import type { ComponentChildren } from "preact";
import { Refused } from "../parts/refused.tsx";
import { useSent } from "../parts/sent.ts";

type Props = Readonly<{
  name: string;
  question?: string;
  work: (idempotencyKey: string) => Promise<unknown>;
  done: () => void;
  children?: ComponentChildren;
}>;

export function Deed({ name, question, work, done, children }: Props) {
  const { refusal, isBusy, submit } = useSent((_fields, key) => work(key), done);
  const form = (
    <form class="row" onSubmit={submit}>
      {question && <p>{question}</p>}
      {children}
      <button type="submit" disabled={isBusy}>
        {name}
      </button>
      <Refused refusal={refusal} />
    </form>
  );
  if (!question) return form;
  return (
    <details>
      <summary>{name}</summary>
      {form}
    </details>
  );
}
