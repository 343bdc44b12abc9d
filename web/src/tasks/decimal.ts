/** Numbers as people type them, into plain decimal text as the graph takes it. Pure. */
import type { Language } from "../words/words.ts";

const MARKS = { id: [",", "."], en: [".", ","] } as const;

/**
 * "1.234,5" in Indonesian and "1,234.5" in English are "1234.5"; null for what is no number of the sort. The other
 * mark counts as the decimal one where it cannot divide thousands: "12.5" is twelve and a half in both.
 */
export function decimalOf(text: string, language: Language): string | null {
  const [point, group] = MARKS[language];
  const typed = text.replace(/[\s\u00a0\u202f]/g, "");
  const isGrouped = new RegExp(`^\\d{1,3}(\\${group}\\d{3})+(\\${point}\\d+)?$`).test(typed);
  const plain = (isGrouped ? typed.replaceAll(group, "") : typed).replace(/[.,]/, ".");
  const [, whole, rest = ""] = /^0*(\d{1,16})(?:\.(\d{1,6}?)0*)?$/.exec(plain) ?? [];
  if (whole === undefined) return null;
  return /^0*$/.test(rest) ? whole : `${whole}.${rest}`;
}
