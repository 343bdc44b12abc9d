// PostGraphile 5 as its documentation sets it up for production: the Amber preset, its own HTTP server on
// Node, introspection once at the start, no GraphiQL, no websockets, no watching, prepared statements (its
// default), and a pool as large as the service's. `reads` holds the functions for the matrix (matrix.sql).
import { createServer } from "node:http";
import pg from "pg";
import { grafserv } from "grafserv/node";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const [host, user, database, size] = process.argv.slice(2);
const pool = new pg.Pool({
  host,
  user,
  database,
  max: Number(size),
  idleTimeoutMillis: 0, // the others keep their connections while they wait for their turn
  options: "-c jit=off",
});
const { createServ } = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ pool, schemas: ["public", "reads"] })],
  grafserv: { graphqlPath: "/graphql", graphiql: false, websockets: false, watch: false },
  grafast: { explain: false },
});

process.stdin.on("end", () => process.exit(0)).resume();
const server = createServer();
await createServ(grafserv).addTo(server);
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
