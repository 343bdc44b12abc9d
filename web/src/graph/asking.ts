/** One question at a time to /graphql: trusted documents by their ids, refusals by their codes. */
import { Client, type CombinedError, createRequest, fetchExchange, type TypedDocumentNode } from "@urql/core";
import { assignmentHeader, sessionIsOver } from "../session/present.ts";

/** What the service, or the way to it, had against a request; `message` says it in two languages, Indonesian first. */
export class Refusal extends Error {
  readonly code: string;
  /** The field of the input that caused it, when a single one did and the document asks for it. */
  readonly field: string | undefined;

  constructor(code: string, message: string, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }

  /** Whether nobody knows if it arrived: the same again, with the same key, is right. */
  get isUnanswered(): boolean {
    return this.code === UNREACHABLE || this.code === "INTERNAL_SERVER_ERROR" || this.code === "RATE_LIMITED";
  }
}

export const UNREACHABLE = "UNREACHABLE";
const AWAY = "Layanan tidak terjangkau; periksa sambungan. / The service cannot be reached; check the connection.";

const client = new Client({
  url: "/graphql",
  preferGetMethod: false,
  exchanges: [fetchExchange],
  requestPolicy: "network-only",
  fetchOptions: () => options(false),
});

function options(keepalive: boolean): RequestInit {
  return { credentials: "same-origin", headers: assignmentHeader(), keepalive };
}

type Given = Record<string, unknown>;

let asked = 0;

/** What was asked and not answered yet. */
const underway = new Set<Promise<unknown>>();
const PATIENCE_MS = 1500;

function noted<Value>(answer: Promise<Value>): Promise<Value> {
  const over = (): unknown => underway.delete(answer);
  underway.add(answer);
  answer.then(over, over);
  return answer;
}

/** When what is on its way was answered, or took too long: a session that ends before would refuse it as a stranger's. */
export function answered(): Promise<unknown> {
  const late = new Promise((settle) => setTimeout(settle, PATIENCE_MS));
  return Promise.race([Promise.allSettled(underway), late]);
}

/**
 * The answer of a query; throws a Refusal. Each is asked for itself: one that is on its way already may have been read
 * before a change, or for whoever was signed in before.
 */
export async function ask<Data, Variables extends Given>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const request = createRequest(document, variables as never);
  const { data, error } = await noted(client.executeQuery({ ...request, key: ++asked }).toPromise());
  return whole(data, error);
}

/** What every mutation answers: one root field, which is its payload or a Problem. */
type Done<Data> = Exclude<Data[keyof Data], { code: string }>;

/** The payload of a mutation; a Problem is thrown as a Refusal with its code. With `keepalive` it outlives its page. */
export async function send<Data, Variables extends Given>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { keepalive = false }: { keepalive?: boolean } = {},
): Promise<Done<Data>> {
  const { data, error } = await noted(
    client.mutation(document, variables as never, { fetchOptions: () => options(keepalive) }).toPromise(),
  );
  const [answer] = Object.values(whole(data, error) as object) as [Record<string, unknown>];
  if (typeof answer["code"] === "string") {
    throw new Refusal(answer["code"], String(answer["message"]), (answer["path"] as readonly string[] | null | undefined)?.[0]);
  }
  return answer as Done<Data>;
}

function whole<Data>(data: Data | undefined, error: CombinedError | undefined): Data {
  if (error === undefined && data !== undefined && data !== null) return data;
  throw refusalOf(error);
}

function refusalOf(error: CombinedError | undefined): Refusal {
  const told = error?.graphQLErrors[0];
  const response = error?.response as Response | undefined;
  if (response?.status === 401) sessionIsOver();
  if (told !== undefined) return new Refusal(String(told.extensions["code"] ?? "INTERNAL_SERVER_ERROR"), told.message);
  if (response?.status === 429) return new Refusal("RATE_LIMITED", "Terlalu banyak permintaan. / Too many requests.");
  if (response !== undefined && response.status < 500) return new Refusal("UNAUTHENTICATED", AWAY);
  return new Refusal(UNREACHABLE, AWAY);
}
