/** What a secretariat records at a meeting: a pledge, who came, what was ordered. One form is open at a time. */
import { changed, go, useAddress } from "../address/address.ts";
import { words } from "../words/words.ts";
import { AttendanceForm } from "./attendance.tsx";
import { DirectiveForm } from "./directive.tsx";
import type { Meeting } from "./meeting.tsx";
import "../style/recording.css";

const t = words({
  record: ["Catat di rapat ini", "Record at this meeting"],
  pledge: ["Catat komitmen", "Record a pledge"],
  hadir: ["Catat kehadiran", "Record attendance"],
  arahan: ["Catat arahan", "Record a directive"],
});

const FORMS = ["hadir", "arahan"] as const;

export default function Recording({ meeting, again }: { meeting: Meeting; again: () => void }) {
  const { query } = useAddress();
  const opened = query.get("catat");
  return (
    <section aria-label={t("record")}>
      <p class="row recorders">
        <a class="button main" href={`/catat?rapat=${meeting.id}`}>
          {t("pledge")}
        </a>
        {FORMS.map((each) => (
          <button
            key={each}
            type="button"
            aria-expanded={opened === each}
            onClick={() => go(changed(query, { catat: opened === each ? null : each }), { replace: true })}
          >
            {t(each)}
          </button>
        ))}
      </p>
      {opened === "hadir" && <AttendanceForm meeting={meeting} again={again} />}
      {opened === "arahan" && <DirectiveForm meeting={meeting} again={again} />}
    </section>
  );
}
