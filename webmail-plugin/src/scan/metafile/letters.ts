// What the text of a metafile says: bytes by the charset of their font, old fonts by their name, lines by their place.
// Twin of backend/documents/metafile/letters.py.

import { codePageOfFontCharset, decodeCodePage, WESTERN } from "../code_page.ts";
import { linesOf } from "../lines.ts";
import type { RunText } from "../office/run_text.ts";
import { latin } from "../sniff.ts";
import { type Board, type Font, isSymbol } from "./board.ts";

const PICTOGRAMS = 0xf000; // where letters of symbol fonts stand in Unicode

/** Text of one byte a letter. */
export function narrow(written: Uint8Array, font: Font): string {
	if (isSymbol(font)) return latin(written);
	return decodeCodePage(written, codePageOfFontCharset(font.charset) ?? WESTERN);
}

export function shown(text: string, font: Font, runs: RunText): string {
	if (!isSymbol(font)) return runs.read(text.replaceAll("\0", ""), font.name);
	return text.replace(/[!-\u00ff]/gu, (letter) => String.fromCharCode(PICTOGRAMS + letter.charCodeAt(0)));
}

/** Line by line, each direction of writing by itself. */
export function linesOn(board: Board, runs: RunText): string[] {
	return [...board.runs]
		.sort(([one], [other]) => one - other)
		.flatMap(([, drawn]) => linesOf(drawn.map(({ run, font }) => ({ ...run, text: shown(run.text, font, runs) }))));
}
