// Headers and footers of sheets: text with codes (ECMA-376 part 1, 18.3.1.46: &L &C &R &"font,style" &12 &K…); and what
// number formats write. Twin of backend/documents/sheet_header.py.

import { piecesOfAll } from "../spacing.ts";
import type { RunText } from "./run_text.ts";

const CODE = /&(?:"([^"]*)"|K[0-9A-Fa-f+-]{5,6}|[0-9]+|([\s\S]))/gu;
const SECTIONS = new Set(["L", "C", "R"]);
const LITERAL = /"([^"]*)"|\\([\s\S])|(;)/gu;

/** The lines of the left, middle and right section; what stands for page numbers, dates and names is left out. */
export function headerTexts(coded: string, runText: RunText): string[] {
	const sections = [""];
	let font = "";
	let at = 0;
	const add = (text: string) => {
		sections[sections.length - 1] = (sections.at(-1) ?? "") + text;
	};
	for (const code of coded.matchAll(CODE)) {
		add(runText.read(coded.slice(at, code.index), font));
		at = code.index + code[0].length;
		if (code[1] !== undefined) font = code[1].split(",")[0] ?? "";
		else if (code[2] === "&") add("&");
		else if (code[2] !== undefined && SECTIONS.has(code[2])) {
			sections.push("");
			font = "";
		}
	}
	add(runText.read(coded.slice(at), font));
	return piecesOfAll(sections);
}

/** What a number format writes beside or instead of the number (18.8.31), its sections on lines of their own. */
export function quotedText(formatCode: string): string {
	return [...formatCode.matchAll(LITERAL)].map((found) => (found[3] ? "\n" : found[1] || found[2] || "")).join("");
}
