/** A Posyandu: its village, what is promised for it in each of the six areas, and by whom. */
import { useAnswer } from "../graph/answer.ts";
import { graphql } from "../graph/graphql.ts";
import { PledgeList } from "../parts/pledge-list.tsx";
import { Refused } from "../parts/refused.tsx";
import { day, words } from "../words/words.ts";
import { AreaStrip } from "./strip.tsx";

const t = words({
  unknown: ["Posyandu ini tidak ditemukan.", "There is no such Posyandu."],
  number: ["Nomor registrasi {number}", "Registration number {number}"],
  opened: ["dibuka {day}", "opened {day}"],
  closed: ["ditutup {day}", "closed {day}"],
  areas: ["Enam bidang SPM", "The six SPM areas"],
  pledges: ["Komitmen untuk Posyandu ini", "Pledges for this Posyandu"],
});

const PostPage = graphql(`
  query PostPage($id: ID!) {
    posyandu(by: { id: $id }) { id name registrationNumber openedOn closedOn village { code name path { code name } } }
  }
`);

export default function PostScreen({ parts }: { parts: readonly string[] }) {
  const id = parts[0] ?? "";
  const { data, refusal, again, isAsking } = useAnswer(PostPage, { id });
  const post = data?.posyandu;
  return (
    <article class="page" aria-busy={isAsking}>
      <Refused refusal={refusal} again={again} />
      {data && !post && <p>{t("unknown")}</p>}
      {post && (
        <>
          <p class="row">
            {post.village.path.map((each) => (
              <a key={each.code} href={`/wilayah/${each.code}`}>
                {each.name} ›
              </a>
            ))}
          </p>
          <h1>{post.name}</h1>
          <p class="soft">
            {[
              post.registrationNumber && t("number", { number: post.registrationNumber }),
              post.openedOn && t("opened", { day: day(post.openedOn) }),
              post.closedOn && t("closed", { day: day(post.closedOn) }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
          <h2>{t("areas")}</h2>
          <AreaStrip filter={{ posyandu: post.id }} isOwed />
          <h2>{t("pledges")}</h2>
          <PledgeList filter={{ posyandu: post.id }} />
        </>
      )}
    </article>
  );
}
