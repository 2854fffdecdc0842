// Prints what caniemail's data says that mail programs do not support of the e-mails below a
// folder: a feature, a program. node email_support.mjs <node_modules> <folder>
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [modules, folder] = process.argv.slice(2);
const require = createRequire(path.join(modules, "x.js"));
const { caniemail, rawData } = await import(pathToFileURL(require.resolve("caniemail")));

const PROGRAMS = {
  "apple-mail": ["macos", "ios"],
  gmail: ["desktop-webmail", "ios", "android", "mobile-webmail"],
  outlook: ["windows", "windows-mail", "macos", "ios", "android"],
};
for (const { stats } of rawData.data) {
  // The library has no name for Outlook on the web; Windows Mail, which it has one for, is gone.
  if (stats.outlook) stats.outlook["windows-mail"] = stats.outlook["outlook-com"];
  // It stops where nobody has tried a feature in a program: "u" is caniemail's word for that.
  for (const [program, platforms] of Object.entries(PROGRAMS)) {
    stats[program] ??= {};
    for (const platform of platforms) stats[program][platform] ??= { 0: "u" };
  }
}

const found = new Set();
for (const file of fs.readdirSync(folder, { recursive: true })) {
  if (!file.endsWith(".html") || path.basename(path.dirname(file)) !== "emails") continue;
  const html = fs.readFileSync(path.join(folder, file), "utf8");
  const clients = Object.keys(PROGRAMS).map((program) => `${program}.*`);
  for (const [program, issues] of caniemail({ clients, html }).issues.errors) {
    for (const { title } of issues) found.add(`${title}\t${program}`);
  }
}
for (const line of [...found].sort()) console.log(line);
