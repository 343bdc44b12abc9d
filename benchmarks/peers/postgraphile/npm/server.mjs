// PostGraphile 5 as its documentation sets it up for production: the Amber preset, its own HTTP server on
// Node, introspection once at the start, no GraphiQL, no websockets, no watching, prepared statements (its
// default), and a pool as large as the service's. `schema` holds the functions that it needs beside the tables:
// those for the matrix (matrix.sql), or the one that takes a report in (report.sql).
import { createServer } from "node:http";
import pg from "pg";
import { GraphQLError } from "grafast/graphql";
import { defaultMaskError } from "grafserv";
import { grafserv } from "grafserv/node";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const [host, user, database, size, schema] = process.argv.slice(2);
const pool = new pg.Pool({
  host,
  user,
  database,
  max: Number(size),
  idleTimeoutMillis: 0, // the others keep their connections while they wait for their turn
  options: "-c jit=off",
});

// What the functions refuse is told by its code; every other error is masked, as PostGraphile does it.
function maskError(error) {
  const { code, message, detail } = error.originalError ?? {};
  if (code !== "P0001") return defaultMaskError(error);
  return new GraphQLError(message, { path: error.path, extensions: { code: detail } });
}

const { createServ } = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ pool, schemas: ["public", schema] })],
  grafserv: { graphqlPath: "/graphql", graphiql: false, websockets: false, watch: false, maskError },
  grafast: { explain: false },
});

process.stdin.on("end", () => process.exit(0)).resume();
const server = createServer();
await createServ(grafserv).addTo(server);
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
