/** Writes schema.d.ts, by which every document is typed, and refuses documents that the schema does not answer. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { minifyIntrospection, outputIntrospectionFile } from "@gql.tada/internal";
import { buildSchema, introspectionFromSchema, parse, validate } from "graphql";
import { documentsOf } from "./documents.ts";

const schema = buildSchema(readFileSync(new URL("../../graph/schema.graphql", import.meta.url), "utf8"));
const told = introspectionFromSchema(schema, { descriptions: false });
const types = outputIntrospectionFile(minifyIntrospection(told as never), { fileType: ".d.ts", shouldPreprocess: true });
writeFileSync(new URL("../schema.d.ts", import.meta.url), types);

const known = documentsOf(fileURLToPath(new URL("..", import.meta.url)));
const wrong = [...known].flatMap(([name, { text }]) => validate(schema, parse(text)).map(({ message }) => `${name}: ${message}`));
if (wrong.length) {
  console.error(wrong.join("\n"));
  process.exit(1);
}
