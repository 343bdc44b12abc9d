/** The day that the matrix tells of, by date or by slider, and what it is compared with: a meeting or a day. */
import { useEffect, useState } from "preact/hooks";
import { changed, go } from "../address/address.ts";
import { useAnswer } from "../graph/answer.ts";
import { day, later, today, words } from "../words/words.ts";
import type { Asked } from "./asked.ts";
import { RecentMeetings } from "./documents.ts";

const t = words({
  asOf: ["Keadaan per tanggal", "As of the day"],
  slide: ["Geser tanggal: {day}", "Slide the day: {day}"],
  today: ["Hari ini", "Today"],
  since: ["Bandingkan sejak", "Compare since"],
  rakor: ["Sejak Rakor terakhir", "Since the last Rakor"],
  nothing: ["Tidak dibandingkan", "No comparison"],
  month: ["30 hari lalu", "30 days ago"],
  quarter: ["90 hari lalu", "90 days ago"],
  year: ["Setahun lalu", "A year ago"],
  meetings: ["Rapat", "Meetings"],
  days: ["Hari", "Days"],
});

/** The slider goes two years back. */
const DAYS = 730;
const SLIDE_MS = 200;

export function Time({ asked }: { asked: Asked }) {
  return (
    <div class="row toolbar">
      <AsOf asked={asked} />
      <Since asked={asked} />
    </div>
  );
}

function set(names: Readonly<Record<string, string | null>>): void {
  go(changed(new URLSearchParams(location.search), names), { replace: true });
}

function AsOf({ asked }: { asked: Asked }) {
  const now = today();
  const [slid, setSlid] = useState<number>();
  const ago = asked.asOf === null ? 0 : Math.round((Date.parse(now) - Date.parse(asked.asOf)) / 86_400_000);
  const place = slid ?? DAYS - Math.max(0, Math.min(DAYS, ago));
  const shown = later(now, place - DAYS);
  // The matrix follows when the hand rests, not at each step of it.
  useEffect(() => {
    if (slid === undefined) return undefined;
    const timer = setTimeout(() => {
      set({ tanggal: shown === now ? null : shown });
      setSlid(undefined);
    }, SLIDE_MS);
    return () => clearTimeout(timer);
  }, [slid]);
  return (
    <>
      <label>
        {t("asOf")}
        <input
          type="date"
          value={slid === undefined ? (asked.asOf ?? now) : shown}
          onChange={(event) => {
            const { value } = event.currentTarget;
            set({ tanggal: value === "" || value === now ? null : value });
          }}
        />
      </label>
      <input
        type="range"
        class="slider"
        min={0}
        max={DAYS}
        value={place}
        aria-label={t("slide", { day: day(shown) })}
        aria-valuetext={day(shown)}
        onInput={(event) => setSlid(Number(event.currentTarget.value))}
      />
      {asked.asOf && (
        <button type="button" onClick={() => set({ tanggal: null })}>
          {t("today")}
        </button>
      )}
    </>
  );
}

function Since({ asked }: { asked: Asked }) {
  const within = asked.filter.region ?? asked.filter.within ?? null;
  const { data } = useAnswer(RecentMeetings, { within });
  const base = asked.asOf ?? today();
  const days = [
    [later(base, -30), t("month")],
    [later(base, -90), t("quarter")],
    [later(base, -365), t("year")],
  ] as const;
  const meetings = [...(data?.meetings.nodes ?? [])].reverse().filter((each) => (each.heldOn ?? each.reportedOn ?? base) <= base);
  const [latest] = meetings.filter(({ kind }) => kind === "RAKOR");
  const known = new Set<string>([...days.map(([value]) => value), ...meetings.map(({ id }) => id)]);
  return (
    <>
      <label>
        {t("since")}
        <select value={asked.since ?? ""} onChange={(event) => set({ sejak: event.currentTarget.value || null })}>
          <option value="">{t("nothing")}</option>
          <optgroup label={t("meetings")}>
            {meetings.map((each) => (
              <option key={each.id} value={each.id}>
                {each.title}
                {each.heldOn ? ` · ${day(each.heldOn)}` : ""}
              </option>
            ))}
          </optgroup>
          <optgroup label={t("days")}>
            {days.map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
            {asked.since && !known.has(asked.since) && <option value={asked.since}>{shownSince(asked.since)}</option>}
          </optgroup>
        </select>
      </label>
      {latest && (
        <button type="button" aria-pressed={asked.since === latest.id} onClick={() => set({ sejak: asked.since === latest.id ? null : latest.id })}>
          {t("rakor")}
        </button>
      )}
    </>
  );
}

function shownSince(since: string): string {
  return /^\d{4}-/.test(since) ? day(since) : since;
}
