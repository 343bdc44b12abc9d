/** A form whose work is done once for each intention: pressed twice, or sent again after a break, it counts once. */
import { useEffect, useState } from "preact/hooks";
import { asRefusal } from "../graph/answer.ts";
import type { Refusal } from "../graph/asking.ts";

type Work = (fields: FormData, idempotencyKey: string, submitter: string) => Promise<unknown>;

/**
 * `done` is called after it was done; the form is then empty, and closed when it stands in a <details>. With `kept` its key
 * outlives the page, as what was typed there does: nobody knows whether what was sent before a reload has arrived.
 */
export function useSent(work: Work, done: () => void, kept?: string) {
  const [refusal, setRefusal] = useState<Refusal>();
  const [isBusy, setBusy] = useState(false);
  const [key, renew] = useKey(kept);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const submitter = event.submitter instanceof HTMLButtonElement ? event.submitter.value : "";
    setBusy(true);
    try {
      await work(new FormData(form), key, submitter);
      form.reset();
      form.closest("details")?.removeAttribute("open");
      setRefusal(undefined);
      renew();
      done();
    } catch (error) {
      const told = asRefusal(error);
      setRefusal(told);
      // What was refused was not done: what is sent next is another request.
      if (!told.isUnanswered) renew();
    }
    setBusy(false);
  };
  return { refusal, isBusy, submit };
}

function useKey(kept: string | undefined): readonly [string, () => void] {
  const [key, setKey] = useState<string>(() => (kept && sessionStorage.getItem(`${kept} key`)) || crypto.randomUUID());
  useEffect(() => {
    if (kept) sessionStorage.setItem(`${kept} key`, key);
  }, [kept, key]);
  return [key, () => setKey(crypto.randomUUID())];
}

/** After a refusal that somebody else was quicker, what is shown is read again: the next try counts on that. */
export function useReadAgain(refusal: Refusal | undefined, again: () => void): void {
  useEffect(() => {
    if (refusal?.code === "STALE") again();
  }, [refusal, again]);
}
