/** What is to be reached where: promised, verified, and what is only claimed. */
import { Progress } from "../parts/progress.tsx";
import { wordOf } from "../words/lists.ts";
import { day, number, percent, words } from "../words/words.ts";
import Adding from "./adding.tsx";
import type { Pledge } from "./full.tsx";
import { may } from "./steps.tsx";

const t = words({
  title: ["Target", "Targets"],
  none: ["Belum ada target yang dapat diukur.", "There is no target to measure yet."],
  place: ["Tempat", "Place"],
  what: ["Indikator", "Indicator"],
  promised: ["Dijanjikan", "Promised"],
  verified: ["Terverifikasi", "Verified"],
  claimed: ["Dilaporkan", "Claimed"],
  due: ["Batas waktu", "Due"],
  all: ["{verified} terverifikasi, {claimed} dilaporkan", "{verified} verified, {claimed} claimed"],
  more: ["100 pertama dari {count}.", "The first 100 of {count}."],
});

type Target = Pledge["targets"]["nodes"][number];

export function Targets({ pledge, again, isNow }: { pledge: Pledge; again: () => void; isNow: boolean }) {
  const { nodes, totalCount } = pledge.targets;
  return (
    <section>
      <h2>{t("title")}</h2>
      {totalCount === 0 && <p class="soft">{t("none")}</p>}
      {pledge.progress !== null && (
        <p>
          <Progress verified={pledge.progress} claimed={pledge.claimedProgress ?? 0} />{" "}
          {t("all", { verified: percent(pledge.progress), claimed: percent(pledge.claimedProgress ?? 0) })}
        </p>
      )}
      {totalCount > 0 && (
        <div class="wide" tabIndex={0} role="group" aria-label={t("title")}>
          <table class="list">
            <thead>
              <tr>
                <th scope="col">{t("place")}</th>
                <th scope="col">{t("what")}</th>
                <th scope="col" class="n">{t("promised")}</th>
                <th scope="col" class="n">{t("verified")}</th>
                <th scope="col" class="n">{t("claimed")}</th>
                <th scope="col">{t("due")}</th>
              </tr>
            </thead>
            <tbody>
              {nodes.map((each) => (
                <Line key={each.id} target={each} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {totalCount > nodes.length && <p class="soft">{t("more", { count: totalCount })}</p>}
      {isNow && may(pledge, "REVISE_TERMS") && <Adding key={pledge.id} pledge={pledge} again={again} />}
    </section>
  );
}

function Line({ target }: { target: Target }) {
  const measured = (value: string | null): string => (value === null ? "–" : number(value));
  return (
    <tr>
      <th scope="row">{placeOf(target)}</th>
      <td>
        {target.indicator?.name ?? "–"} <span class="soft">{wordOf("SpmAreaCode", target.area.code)}</span>
      </td>
      <td class="n">
        {measured(target.quantity)} {target.unit}
      </td>
      <td class="n">
        {measured(target.verified)} {target.completion !== null && <Progress verified={target.completion} claimed={ratio(target)} />}
      </td>
      <td class="n">{measured(target.claimed)}</td>
      <td>{target.dueOn ? day(target.dueOn) : "–"}</td>
    </tr>
  );
}

function ratio({ claimed, quantity }: Target): number {
  return claimed !== null && quantity !== null && Number(quantity) > 0 ? Number(claimed) / Number(quantity) : 0;
}

/** Posts of different villages may bear the same name. */
export function placeOf(of: Readonly<{
  posyandu: Readonly<{ name: string; village?: Readonly<{ name: string }> }> | null;
  region: Readonly<{ name: string }> | null;
}>): string {
  if (of.posyandu) return [of.posyandu.name, of.posyandu.village?.name].filter(Boolean).join(", ");
  return of.region?.name ?? "–";
}
