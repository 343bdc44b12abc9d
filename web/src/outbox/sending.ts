/** Sends one report: its photos first, then itself, naming them. */
import { asRefusal } from "../graph/answer.ts";
import { Refusal, send, UNREACHABLE } from "../graph/asking.ts";
import { graphql } from "../graph/graphql.ts";
import { handIn } from "./handing-in.ts";
import type { Photo, Row } from "./row.ts";
import { change, isOurs } from "./store.ts";

const SendReport = graphql(`
  mutation SendReport($input: ReportProgressInput!) {
    reportProgress(input: $input) {
      __typename
      ... on ReportProgressPayload { isReplay }
      ... on Problem { code message }
    }
  }
`);

const SECONDS = 60;

/** Sends it until the service has it; throws a Refusal. A row that was discarded meanwhile is not sent. */
export async function sendRow(row: Row): Promise<void> {
  for (const photo of row.photos) {
    if (photo.handedIn) continue;
    const keep = (now: Partial<Photo>): Promise<unknown> => change(row.id, (had) => withPhoto(had, photo.id, now));
    const handedIn = await handIn(photo, async (place) => {
      await keep({ place });
    }).catch((error: unknown) => {
      throw naming(photo, asRefusal(error));
    });
    await keep({ handedIn });
  }
  if (!isOurs(row)) throw new Refusal("UNAUTHENTICATED", "");
  const latest = await change(row.id, (had) => ({ ...had, isAsked: true }));
  if (latest === undefined) return;
  await answered(send(SendReport, { input: inputOf(latest) }));
}

/** Of a photo that cannot be taken, which one it is. */
function naming(photo: Photo, refusal: Refusal): Refusal {
  if (refusal.code !== "INVALID") return refusal;
  const [indonesian = "", english = indonesian] = refusal.message.split(" / ", 2);
  return new Refusal("INVALID", `${photo.name}: ${indonesian} / ${photo.name}: ${english}`);
}

function withPhoto(row: Row, id: string, now: Partial<Photo>): Row {
  return { ...row, photos: row.photos.map((each) => (each.id === id ? { ...each, ...now } : each)) };
}

function inputOf({ id, report, photos }: Row) {
  const evidence = photos.flatMap(({ name, handedIn }) =>
    handedIn ? [{ kind: "FILE" as const, title: name, url: handedIn.url, sha256: handedIn.sha256 }] : [],
  );
  return { ...report, evidence, idempotencyKey: id, clientKey: id };
}

/** An answer that does not come on a dead network is as good as none. */
function answered<Answer>(answer: Promise<Answer>): Promise<Answer> {
  return new Promise((settle, refuse) => {
    const timer = setTimeout(() => refuse(new Refusal(UNREACHABLE, "")), 1000 * SECONDS);
    void answer.then(settle, refuse).finally(() => clearTimeout(timer));
  });
}
