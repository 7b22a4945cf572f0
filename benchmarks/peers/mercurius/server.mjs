// CheckRecipients by mercurius with its JIT, as its documentation sets it up, over the same SQLite file. Only what the
// four fields take of addresses that the directory holds: it looks for no lookalikes and for no agency of the same name.
// No limits, no permissions a field. A line says how many requests; answered with their seconds of the wall and of the
// processors, and the last answer.
import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";

import Fastify from "fastify";
import mercurius from "mercurius";

const told = JSON.parse(process.argv[2]);
const domains = new Set(told.domains);
const database = new DatabaseSync(told.file, { readOnly: true });
const bearer = database.prepare("SELECT login, expires_at FROM sign_in_session WHERE token_hash = ?");
const mailboxes = database.prepare(`
  SELECT mailbox.address, agency.name FROM mailbox JOIN agency ON agency.code = mailbox.agency_code
  WHERE mailbox.address IN (SELECT value FROM json_each(?)) AND mailbox.withdrawn_at IS NULL`);

const schema = `
  enum Ring { PROVINCE OFFICIAL OTHER }
  type OfficialInstead { name: String! address: String! }
  type RecipientCheck { address: String! ring: Ring! agencyName: String officialInstead: OfficialInstead }
  type Query { checkRecipients(addresses: [String!]!): [RecipientCheck!]! }`;

const resolvers = {
  Query: {
    checkRecipients: (_source, { addresses }) => {
      const folded = addresses.map((address) => address.trim().toLowerCase());
      const known = new Map(mailboxes.all(JSON.stringify(folded)).map((row) => [row.address, row.name]));
      return addresses.map((address, place) => {
        const one = folded[place];
        if (!known.has(one)) {
          throw new Error("only addresses that the directory holds");
        }
        const ring = domains.has(one.slice(one.lastIndexOf("@") + 1)) ? "PROVINCE" : "OFFICIAL";
        return { address, ring, agencyName: known.get(one), officialInstead: null };
      });
    },
  },
};

const remembered = new Map(); // for ten seconds, as we do
function loginOf(authorization) {
  const hash = createHash("sha256").update(authorization.slice("Bearer ".length)).digest("hex");
  const known = remembered.get(hash);
  if (known !== undefined && Date.now() < known.until) {
    return known.login;
  }
  const found = bearer.get(hash);
  if (found === undefined) {
    throw new Error("sign in first");
  }
  remembered.set(hash, { login: found.login, until: Date.now() + 10_000 });
  return found.login;
}

const app = Fastify();
app.register(mercurius, {
  schema,
  resolvers,
  jit: 1,
  context: (request) => ({ login: loginOf(request.headers.authorization) }),
});
await app.ready();

const request = {
  method: "POST",
  url: "/graphql",
  headers: { "content-type": "application/json", authorization: `Bearer ${told.token}` },
  payload: JSON.stringify({ query: told.document, variables: told.variables }),
};
for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  const [started, before] = [process.hrtime.bigint(), process.cpuUsage()];
  for (let number = Number(line); number > 0; number -= 1) {
    answer = await app.inject(request);
  }
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${JSON.stringify([seconds, (user + system) / 1e6, answer.json()])}\n`);
}
