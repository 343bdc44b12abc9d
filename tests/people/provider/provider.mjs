// The certified provider of npm's oidc-provider with its own sign-in pages, told on argv: the port, where clients
// are sent back to, and as JSON what it says of whom.
import Provider from "oidc-provider";

const [port, back, people] = process.argv.slice(2);
const known = JSON.parse(people);
const named = (id) => known[id] && { accountId: id, claims: () => ({ sub: id, ...known[id] }) };

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "ikrar", client_secret: "rahasia-klien-uji-yang-panjang", redirect_uris: [back] }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "kode_opd", "peran"] },
  findAccount: (_, id) => named(id),
  pkce: { required: () => true },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
