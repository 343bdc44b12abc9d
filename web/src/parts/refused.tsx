/** Why something could not be done or shown, and the way on. */
import type { Refusal } from "../graph/asking.ts";
import { halfOf, words } from "../words/words.ts";

const t = words({ again: ["Coba lagi", "Try again"] });

export function Refused({ refusal, again }: { refusal: Refusal | undefined; again?: () => void }) {
  if (refusal === undefined) return null;
  return (
    <div role="alert" class="refused">
      <p>{halfOf(refusal.message)}</p>
      {again && (
        <button type="button" onClick={again}>
          {t("again")}
        </button>
      )}
    </div>
  );
}
