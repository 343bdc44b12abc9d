/** Hands a photo in by tus: announced, sent in pieces, finished; after a break it goes on where it was (docs/evidence.md). */
import { Refusal, UNREACHABLE } from "../graph/asking.ts";
import { assignmentHeader, sessionIsOver } from "../session/present.ts";
import type { HandedIn, Photo } from "./row.ts";

/** Small enough to arrive within the time-out on a network of 3 kB a second. */
const PIECE = 128 * 1024;
const SECONDS = 60;
const AWAY = "Layanan tidak terjangkau; periksa sambungan. / The service cannot be reached; check the connection.";

type Said = Readonly<{ code?: string; message?: string; path?: readonly string[] | null }>;

/** What the report names; `keep` is told the address as soon as there is one, and null when it is good no more. */
export async function handIn(photo: Photo, keep: (place: string | null) => Promise<void>): Promise<HandedIn> {
  let place = photo.place;
  let offset = place === null ? null : await reached(place);
  if (place === null || offset === null) {
    place = await announce(photo);
    offset = 0;
    await keep(place);
  }
  try {
    while (offset < photo.blob.size) offset = await push(place, photo.blob, offset);
    const { url, sha256, expiresAt } = (await (await told("POST", place)).json()) as HandedIn;
    return { url, sha256, expiresAt };
  } catch (error) {
    if (error instanceof Altered) await keep(null);
    throw error;
  }
}

/** What came is not what was announced, or nobody knows of it any more: it is announced anew, the next time. */
class Altered extends Refusal {
  constructor() {
    super(UNREACHABLE, AWAY);
  }
}

async function announce({ name, blob }: Photo): Promise<string> {
  const sum = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  const sha256 = [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const answer = await told("POST", "/evidence", {
    "Upload-Length": String(blob.size),
    "Upload-Metadata": `filename ${coded(name)},sha256 ${coded(sha256)}`,
  });
  return answer.headers.get("location") ?? "";
}

function coded(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** How much of it has come; null when the address is over. */
async function reached(place: string): Promise<number | null> {
  const answer = await fetched("HEAD", place);
  if (answer.status === 404) return null;
  if (!answer.ok) throw await refusalOf(answer);
  return Number(answer.headers.get("upload-offset"));
}

async function push(place: string, blob: Blob, offset: number): Promise<number> {
  const said = { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
  const answer = await told("PATCH", place, said, blob.slice(offset, offset + PIECE));
  return Number(answer.headers.get("upload-offset"));
}

async function told(method: string, path: string, headers: Record<string, string> = {}, body?: Blob): Promise<Response> {
  const answer = await fetched(method, path, headers, body);
  if (!answer.ok) throw await refusalOf(answer);
  return answer;
}

async function fetched(method: string, path: string, headers: Record<string, string> = {}, body?: Blob): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      credentials: "same-origin",
      headers: { "Tus-Resumable": "1.0.0", ...assignmentHeader(), ...headers },
      signal: AbortSignal.timeout(1000 * SECONDS),
      ...(body && { body }),
    });
  } catch {
    throw new Refusal(UNREACHABLE, AWAY);
  }
}

/** Only what is wrong with the file itself is its writer's to mend; all else is tried again. */
async function refusalOf(answer: Response): Promise<Refusal> {
  if (answer.status === 401) sessionIsOver();
  if (answer.status === 401 || answer.status === 403) return new Refusal("UNAUTHENTICATED", AWAY);
  if (answer.status === 429) return new Refusal("RATE_LIMITED", AWAY);
  if (answer.status === 404) return new Altered();
  if (answer.status !== 400 && answer.status !== 413) return new Refusal(UNREACHABLE, AWAY);
  const said = (await answer.json().catch(() => ({}))) as Said;
  if (said.path?.includes("ALTERED")) return new Altered();
  return new Refusal("INVALID", said.message ?? AWAY);
}
