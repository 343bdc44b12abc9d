/** Subscriptions over server-sent events: the browser itself comes back and says the last event that it heard. */
import type { TypedDocumentNode } from "@urql/core";

type Heard<Data> = Readonly<{ data?: Data; errors?: readonly { message: string }[] }>;

/**
 * Tells `hear` every event until the returned function is called. `miss` is called when events may have been lost:
 * what is shown is to be read anew.
 */
export function listen<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  hear: (data: Data) => void,
  miss: () => void,
): () => void {
  const { documentId } = document as unknown as { documentId: string };
  const query = new URLSearchParams({ documentId, variables: JSON.stringify(variables) });
  const source = new EventSource(`/graphql?${query}`);
  source.addEventListener("next", (event) => {
    const { data, errors } = JSON.parse((event as MessageEvent<string>).data) as Heard<Data>;
    if (data !== undefined && data !== null && errors === undefined) hear(data);
    else miss();
  });
  source.addEventListener("complete", () => source.close());
  return () => source.close();
}
