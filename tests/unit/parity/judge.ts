// The TypeScript engine as a filter: the rules on the first line of standard input, then one question a line;
// one finding a line on standard output. Run by test_parity.py in one node process.

import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { createInterface } from "node:readline";
import { Engine, type Finding, readText, type WrittenBundle } from "../../../webmail-plugin/src/core/index.ts";
import { accentedLines } from "../../../webmail-plugin/src/core/text.ts";
import { judgeFile } from "../../../webmail-plugin/src/scan/judge_file.ts";
import { NodePictures } from "../../../webmail-plugin/src/scan/testing/node_pictures.ts";

// What the build embeds (`?url&inline`), node is given as the same data: address.
registerHooks({
	load(url, context, next) {
		if (!url.endsWith("?url&inline")) return next(url, context);
		const address = `data:application/wasm;base64,${readFileSync(new URL(url)).toString("base64")}`;
		return { format: "module", source: `export default ${JSON.stringify(address)};`, shortCircuit: true };
	},
});

type Question =
	| { readonly path: string; readonly name: string }
	| { readonly lines: readonly string[]; readonly where: "body.text" | "subject" }
	| { readonly base64: string };

const MEANS = { pictures: new NodePictures(), progress: () => {} };

/** Of lines also how they are read: what each rule looks at. */
type Answer = Finding & { readonly read?: readonly string[] };

async function answer(question: Question, bundle: WrittenBundle, engine: Engine): Promise<Answer> {
	if ("lines" in question) {
		const { lines, where } = question;
		return { ...engine.judgeText(lines, where), read: accentedLines(readText(lines).lines) };
	}
	if ("base64" in question) {
		return judgeFile(new Uint8Array(Buffer.from(question.base64, "base64")), "a.txt", { bundle, engine }, MEANS);
	}
	return judgeFile(new Uint8Array(readFileSync(question.path)), question.name, { bundle, engine }, MEANS);
}

let bundle: WrittenBundle | null = null;
let engine: Engine | null = null;
for await (const line of createInterface({ input: process.stdin })) {
	if (bundle === null || engine === null) {
		bundle = JSON.parse(line) as WrittenBundle;
		engine = new Engine(bundle);
	} else {
		process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line), bundle, engine))}\n`);
	}
}
