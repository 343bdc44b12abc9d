/** Writes schema.d.ts, by which every document is typed, from the schema of the service. */
import { readFileSync, writeFileSync } from "node:fs";
import { minifyIntrospection, outputIntrospectionFile } from "@gql.tada/internal";
import { buildSchema, introspectionFromSchema } from "graphql";

const source = readFileSync(new URL("../../graph/schema.graphql", import.meta.url), "utf8");
const told = introspectionFromSchema(buildSchema(source), { descriptions: false });
const types = outputIntrospectionFile(minifyIntrospection(told as never), { fileType: ".d.ts", shouldPreprocess: true });
writeFileSync(new URL("../schema.d.ts", import.meta.url), types);
