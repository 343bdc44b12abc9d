/** Words in pairs, Indonesian first: no language can lack one. Numbers and days as the language writes them. */
import { signal } from "../parts/signal.ts";

export type Language = "id" | "en";
type Pair = readonly [indonesian: string, english: string];

const KEPT = "ikrar.language";

export const language = signal<Language>(localStorage.getItem(KEPT) === "en" ? "en" : "id");

export function speak(chosen: Language): void {
  localStorage.setItem(KEPT, chosen);
  document.documentElement.lang = chosen;
  language.value = chosen;
}

/** The words of a room: a function from their keys to the present language, {name}s filled in. */
export function words<Key extends string>(pairs: Readonly<Record<Key, Pair>>) {
  return (key: Key, given: Readonly<Record<string, string | number | null>> = {}): string =>
    said(pairs[key]).replace(/\{(\w+)\}/g, (_, name: string) => shown(given[name]));
}

function shown(value: string | number | null | undefined): string {
  return typeof value === "number" ? number(value) : (value ?? "");
}

/** Of a pair, the one of the present language. */
export function said(pair: Pair): string {
  return pair[language.value === "id" ? 0 : 1];
}

/** Of a message of the service, the half in the present language. */
export function halfOf(message: string): string {
  const [indonesian = "", english = indonesian] = message.split(" / ", 2);
  return said([indonesian, english]);
}

const LOCALES = { id: "id-ID", en: "en-GB" } as const;

/** Making a formatter takes longer than using it a hundred times, and a matrix has thousands of numbers. */
const numbers = new Map<string, Intl.NumberFormat>();

export function number(value: number | string, most = 2): string {
  const kind = `${language.value}${most}`;
  let found = numbers.get(kind);
  if (found === undefined) {
    found = Intl.NumberFormat(LOCALES[language.value], { maximumFractionDigits: most });
    numbers.set(kind, found);
  }
  return found.format(Number(value));
}

/** A ratio in 0..1 as a whole percentage; only what is all of it is 100 %. */
export function percent(ratio: number): string {
  return `${ratio < 1 ? Math.min(99, Math.round(100 * ratio)) : 100} %`;
}

/** A day of the graph, 2026-11-22, as 22 Nov 2026. It is a day of the calendar, not an instant: no zone may move it. */
export function day(of: string): string {
  const [year = 0, month = 1, date = 1] = of.split("-").map(Number);
  return Intl.DateTimeFormat(LOCALES[language.value], { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" })
    .format(Date.UTC(year, month - 1, date));
}

/** An instant, in the zone of whoever looks, with the zone's name. */
export function instant(at: string): string {
  return Intl.DateTimeFormat(LOCALES[language.value], {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(new Date(at));
}

/** Today, in the zone of whoever looks, as the graph writes days. */
export function today(): string {
  return Intl.DateTimeFormat("sv-SE").format(new Date());
}

/** A day so many days later. */
export function later(of: string, days: number): string {
  return new Date(Date.parse(`${of}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
