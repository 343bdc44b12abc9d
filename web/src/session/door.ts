/** The door: small JSON over HTTP to /session and its neighbours. What changes a session answers with what it is now. */
import { answered, Refusal, UNREACHABLE } from "../graph/asking.ts";
import { assignmentHeader, farewells, present, remembered, type Session } from "./present.ts";

const AWAY = "Layanan tidak terjangkau; periksa sambungan. / The service cannot be reached; check the connection.";

type Answered = Readonly<{ code?: string; message?: string; path?: readonly string[] | null }>;

/** Of a refusal, the field that it is about. */
export class DoorRefusal extends Refusal {
  readonly path: string | undefined;

  constructor(told: Answered) {
    super(told.code ?? "INTERNAL_SERVER_ERROR", told.message ?? AWAY);
    this.path = told.path?.[0];
  }
}

/** What the door answers; throws a DoorRefusal, or a Refusal when it cannot be reached. */
export async function door<Data>(method: string, path: string, body?: Readonly<Record<string, string>>): Promise<Data> {
  return asked(path, { method, ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }) });
}

/** The same for a file as it is, in the name of the office that is acted under. */
export async function handIn<Data>(path: string, file: File, type: string): Promise<Data> {
  return asked(path, { method: "POST", body: file, headers: { "content-type": type, ...assignmentHeader() } });
}

async function asked<Data>(path: string, what: RequestInit): Promise<Data> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...what });
  } catch {
    throw new Refusal(UNREACHABLE, AWAY);
  }
  const text = await response.text();
  const answer = (text ? parsed(text) : null) as Data;
  if (!response.ok) throw new DoorRefusal((answer ?? {}) as Answered);
  return answer;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** No longer than this does a screen wait for the service before it shows what was known. */
const PATIENCE_MS = 1500;

/**
 * Ask who is signed in. A session that is over is nobody; while the service is out of reach it is who was known, and the
 * question is asked again once there is a connection.
 */
export async function recognise(): Promise<void> {
  const assume = (): void => {
    present.value ??= remembered();
  };
  const timer = setTimeout(assume, PATIENCE_MS);
  try {
    present.value = await door<Session | null>("GET", "/session");
  } catch (error) {
    if (error instanceof DoorRefusal && error.code === "NOT_SIGNED_IN") present.value = null;
    else {
      assume();
      addEventListener("online", () => void recognise(), { once: true });
    }
  }
  clearTimeout(timer);
}

export async function signIn(given: Readonly<Record<string, string>>): Promise<void> {
  present.value = await door<Session>("POST", "/session", given);
}

/** Ends the session here and at the service. What was kept for reading goes with it; what waits to be sent stays. */
export async function signOut(): Promise<void> {
  await farewell();
  await door<null>("DELETE", "/session");
  indexedDB.deleteDatabase("ikrar.tasks");
  // What was typed and not sent is nobody else's to find.
  sessionStorage.clear();
  present.value = null;
}

export async function actAs(assignment: string): Promise<void> {
  await farewell();
  present.value = await door<Session>("POST", "/session/assignment", { assignment });
}

async function farewell(): Promise<void> {
  await Promise.all([...farewells].map((say) => say()));
  await answered();
}
