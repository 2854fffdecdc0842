// better-auth's organization plugin behind node:http, as its documentation sets it up.
import { DatabaseSync } from "node:sqlite";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";

import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import { organization } from "better-auth/plugins/organization";

const { PEER_FOLDER: folder, PEER_PORT: port, PEER_SECRET: secret, PEER_COUNTS } = process.env;
const mails = join(folder, "mails");
const url = `http://127.0.0.1:${port}`;

const database = new DatabaseSync(join(folder, "peer.sqlite3"));
database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
const seen = { reads: 0, writes: 0 };

const options = {
  baseURL: url,
  secret,
  database,
  emailAndPassword: { enabled: true },
  // All requests come from one address, and many of them.
  rateLimit: { enabled: false },
  plugins: [
    organization({
      // Its limits stay: invitations are spread over organizations.
      async sendInvitationEmail({ id, email, organization: { name } }) {
        const text = `To: ${email}\n\nJoin ${name}: ${url}/accept-invitation/${id}\n`;
        await writeFile(join(mails, `${id}.txt`), text);
      },
    }),
  ],
};

await mkdir(mails, { recursive: true });
await (await getMigrations(options)).runMigrations();
if (PEER_COUNTS) count();
const handler = toNodeHandler(betterAuth(options));
createServer(PEER_COUNTS ? counted : handler).listen(Number(port), "127.0.0.1", () => {
  console.log(`Listening on ${url} with Node ${process.versions.node}`);
});

/** Count the statements; only where one request comes after the other. */
function count() {
  const prepare = database.prepare.bind(database);
  database.prepare = (sql) => {
    if (/^\s*select/i.test(sql)) seen.reads += 1;
    if (/^\s*(insert|update|delete)/i.test(sql)) seen.writes += 1;
    return prepare(sql);
  };
}

function counted(request, response) {
  seen.reads = seen.writes = 0;
  const { writeHead } = response;
  response.writeHead = (...rest) => {
    response.setHeader("X-Statements", `${seen.reads} ${seen.writes}`);
    return writeHead.apply(response, rest);
  };
  return handler(request, response);
}
