/**
 * The documents of the client: a build knows them all, so that the browser sends the id of each and no text.
 *
 * A document is written as graphql(`…`, [fragments]) and contains no interpolation. In the bundle only its id is left;
 * documents.json tells the service what the ids mean ({operation: {id, text}}).
 */
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DefinitionNode, type FragmentDefinitionNode, type OperationDefinitionNode, parse, print, visit } from "graphql";
import type { Plugin } from "vite";

const CALL = /\bgraphql\(\s*`([^`]*)`\s*(?:,\s*\[[^\]]*\]\s*,?\s*)?\)/g;

type Known = Readonly<{ id: string; text: string }>;

/** Every operation of the sources by its name: the operation with the fragments that it spreads, however far down. */
export function documentsOf(root: string): Map<string, Known> {
  const definitions = new Map<string, DefinitionNode>();
  for (const file of globSync("src/**/*.{ts,tsx}", { cwd: root }).sort()) {
    for (const [, text] of readFileSync(join(root, file), "utf8").matchAll(CALL)) {
      for (const definition of parse(text ?? "").definitions) add(definitions, definition, file);
    }
  }
  const operations = [...definitions.values()].filter((each) => each.kind === "OperationDefinition");
  return new Map(operations.map((each) => [nameOf(each), known(each, definitions)]));
}

function add(definitions: Map<string, DefinitionNode>, definition: DefinitionNode, file: string): void {
  const name = nameOf(definition);
  if (definitions.has(name)) throw new Error(`${file}: ${name} stands twice`);
  definitions.set(name, definition);
}

function nameOf(definition: DefinitionNode): string {
  const name = (definition as OperationDefinitionNode | FragmentDefinitionNode).name?.value;
  if (name === undefined) throw new Error("every operation needs a name");
  return name;
}

function known(operation: OperationDefinitionNode, definitions: ReadonlyMap<string, DefinitionNode>): Known {
  const needed = new Set<string>();
  const spread = (node: DefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name: { value } }) {
        const fragment = definitions.get(value);
        if (fragment === undefined) throw new Error(`${nameOf(operation)} spreads ${value}, which is nowhere`);
        if (!needed.has(value)) {
          needed.add(value);
          spread(fragment);
        }
      },
    });
  };
  spread(operation);
  const fragments = [...needed].sort().map((name) => definitions.get(name) as DefinitionNode);
  const text = [operation, ...fragments].map(print).join("\n\n");
  return { id: `sha256:${createHash("sha256").update(text).digest("hex")}`, text };
}

/** Puts ids in the place of documents, and documents.json beside the bundle. */
export function documents(root: string): Plugin {
  let all = new Map<string, Known>();
  return {
    name: "documents",
    enforce: "pre",
    buildStart() {
      all = documentsOf(root);
    },
    transform(code, file) {
      if (!/\.tsx?$/.test(file) || file.includes("node_modules") || !code.includes("graphql(")) return null;
      return { code: code.replace(CALL, (_, text: string) => told(text, all)), map: null };
    },
    generateBundle() {
      const source = JSON.stringify(Object.fromEntries([...all].sort()), null, 1);
      this.emitFile({ type: "asset", fileName: "documents.json", source });
    },
  };
}

function told(text: string, all: ReadonlyMap<string, Known>): string {
  const [definition] = parse(text).definitions;
  if (definition?.kind !== "OperationDefinition") return "undefined";
  const id = all.get(nameOf(definition))?.id;
  return JSON.stringify({ kind: "Document", definitions: [], documentId: id });
}
