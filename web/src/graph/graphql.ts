/** Documents, typed by the schema of the service. Each is known to the service by its id; see build/documents.ts. */
import { initGraphQLTada, type ResultOf, type VariablesOf } from "gql.tada";
import type { introspection } from "../../schema.d.ts";

export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { Date: string; DateTime: string; Decimal: string; JSON: unknown };
}>();

export type { ResultOf, VariablesOf };
export type Enum<Name extends keyof introspection["types"]> = introspection["types"][Name] extends {
  enumValues: infer Value extends string;
}
  ? Value
  : never;
