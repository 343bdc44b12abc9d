/** A claim in words: how much, where, and what is kept of the evidence. */
import { number, words } from "../words/words.ts";
import type { Waiting } from "./documents.ts";

const t = words({ share: ["{part} dari {whole}", "{part} of {whole}"], none: ["–", "–"] });

type Target = Waiting["target"];

export function amountOf({ quantity, numerator, denominator, target }: Waiting): string {
  const share = numerator !== null && denominator !== null ? ` (${t("share", { part: number(numerator), whole: number(denominator) })})` : "";
  return `${number(quantity)} ${target.unit ?? ""}`.trim() + share;
}

export function measured(value: string | null, { unit }: Target): string {
  return value === null ? t("none") : `${number(value)} ${unit ?? ""}`.trim();
}

export function placeOf({ posyandu, region }: Target): string {
  return posyandu ? `${posyandu.name}, ${posyandu.village.name}` : (region?.name ?? t("none"));
}

/** How far along the way from the baseline to what is to be reached; null where that cannot be said. */
export function shareOf(value: string | null, { baseline, quantity }: Target): number | null {
  if (quantity === null) return null;
  const from = Number(baseline ?? 0);
  const way = Number(quantity) - from;
  return way === 0 ? null : (Number(value ?? from) - from) / way;
}

export function shortHash(sha256: string): string {
  return `${sha256.slice(0, 8)}…${sha256.slice(-4)}`;
}
