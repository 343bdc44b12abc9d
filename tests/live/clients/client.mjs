// One of the official clients at the address in argv, led by lines of JSON on standard input; each thing that
// the client hears is a line of JSON on standard output.
import { createInterface } from "node:readline";
import { createClient as overEvents } from "graphql-sse";
import { createClient as overSocket } from "graphql-ws";

const [kind, url, token] = process.argv.slice(2);
const say = (what) => console.log(JSON.stringify(what));
const authorization = token ? { authorization: `Bearer ${token}` } : {};
const retry = { retryAttempts: 3 };
let socket;

const client =
  kind === "sse"
    ? overEvents({ url, headers: authorization, retry: async () => {}, ...retry })
    : overSocket({
        url,
        connectionParams: authorization,
        retryWait: async () => {},
        shouldRetry: () => true,
        lazyCloseTimeout: 50,
        ...retry,
        on: {
          opened: (opened) => (socket = opened),
          connected: () => say({ connected: true }),
          closed: ({ code }) => say({ closed: code }),
          pong: (received, payload) => received && say({ pong: payload ?? null }),
        },
      });

const stops = new Map();
const told = (error) =>
  Array.isArray(error) ? { errors: error } : { failed: error.code ?? error.response?.status ?? error.message };
const deeds = {
  subscribe: ({ id, ...request }) =>
    stops.set(
      id,
      client.subscribe(request, {
        next: (result) => say({ id, next: result }),
        error: (error) => say({ id, ...told(error) }),
        complete: () => say({ id, complete: true }),
      }),
    ),
  stop: ({ id }) => stops.get(id)(),
  send: ({ text }) => socket.send(text),
  terminate: () => client.terminate(),
};
createInterface({ input: process.stdin }).on("line", (line) => {
  const { deed, ...rest } = JSON.parse(line);
  deeds[deed](rest);
});
say({ ready: true });
