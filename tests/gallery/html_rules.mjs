// Prints what html-validate finds in the HTML files of some languages in a gallery: a file, a rule,
// a message. node html_rules.mjs <node_modules> <folder> <languages>
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [modules, folder, ...languages] = process.argv.slice(2);
const require = createRequire(path.join(modules, "x.js"));
const { HtmlValidate, StaticConfigLoader } = require("html-validate");

const validator = (rules) =>
  new HtmlValidate(new StaticConfigLoader({ extends: ["html-validate:standard"], rules }));
const ofPages = validator({});
// Outlook's Word lays out tables by these attributes, and reads little else.
const ofEmails = validator({ "no-deprecated-attr": "off" });

for (const file of fs.readdirSync(folder, { recursive: true }).sort()) {
  if (!file.endsWith(".html") || !languages.includes(file.split(path.sep)[0])) continue;
  const rules = path.basename(path.dirname(file)) === "emails" ? ofEmails : ofPages;
  const report = await rules.validateString(fs.readFileSync(path.join(folder, file), "utf8"), file);
  for (const { messages } of report.results) {
    for (const found of messages) {
      console.log(`${file}:${found.line}: ${found.ruleId}: ${found.message}`);
    }
  }
}
