// Files written out in letters inside a text: by uuencode, as old mail programs do, and in base64, as packages of papers
// between agencies (edXML), data addresses and scripts do. Of base64 only what begins like a file is one: the rest may
// be anything. Twin of backend/documents/enclosed_files.py, both held to rules/conformance/extract/enclosed.json.

import type { Bytes } from "./reading.ts";
import * as sniff from "./sniff.ts";

// A header, the lines up to "end", or to the end of the text (POSIX.1-2017, uuencode)
const UUENCODED =
	/^begin [0-7]{3,4} [^\r\n]+\r?\n([!-`][ -`]*(?:\r?\n|(?![\s\S]))(?:(?!end[ \t]*\r?$)[^\n]*\n?)*)(end)?/gmu;
const BEGIN_BASE64 = /^begin-base64 [0-7]{3,4} [^\r\n]+\r?\n([A-Za-z0-9+/=\r\n]+?)(?:^====|(?![\s\S]))/gmu;
const BINHEX = "(This file must be converted with BinHex"; // not undone here
const UU_OFFSET = 32;
const UU_VALUES = 64;
const UU_BYTES = /^[ -`]*$/u;
const ROW_END = /\r?\n/u;
// How files begin, in base64: zip, PDF, compound file, RTF, 7z, rar, gzip, bzip2, xz, PNG, JPEG, GIF, TIFF
const BEGINNINGS =
	"UEsDB|UEsFB|JVBERi0|0M8R4KGx|e1xydG|N3q8ryc|UmFyIRo|H4sI|Qlpo|/Td6WFo|iVBORw0KGgo|/9j/|R0lGOD|SUkqA|TU0AK";
const LINE_END = String.raw`[ \t]*(?:&#(?:13|x[dD]);)?\r?\n[ \t]*`;
const BASE64 = new RegExp(
	`(?<![A-Za-z0-9+/])(?:${BEGINNINGS})[A-Za-z0-9+/]{16,}={0,2}` +
		String.raw`(?:${LINE_END}[A-Za-z0-9+/]+={0,2}(?=[ \t\r]*(?:$|[<"'&=])))*`,
	"gmu",
);
const NO_LETTER = /&#(?:13|x[dD]);|[^A-Za-z0-9+/]/gu;
const PICTURE_ADDRESS = /data:image\/[a-z0-9.+-]+;base64,[ \t\r\n]*$/iu;
const ADDRESS_WITHIN = 80;

/** Each file, null for one that is damaged or not undone. `picturesAreRead`: those that stand in addresses are no files
 *  here. */
export function enclosedFiles(text: string, picturesAreRead: boolean): (Bytes | null)[] {
	const found: (Bytes | null)[] = text.includes(BINHEX) ? [null] : [];
	if (text.includes("begin")) {
		for (const [, lines, end] of text.matchAll(UUENCODED)) found.push(end ? uudecoded(lines ?? "") : null);
		for (const [, letters] of text.matchAll(BEGIN_BASE64)) found.push(fromBase64(letters ?? ""));
	}
	return withoutRepeated([...found, ...inBase64(text, picturesAreRead)]);
}

function* inBase64(text: string, picturesAreRead: boolean): Iterable<Bytes> {
	for (const run of text.matchAll(BASE64)) {
		const before = text.slice(Math.max(run.index - ADDRESS_WITHIN, 0), run.index);
		if (picturesAreRead && PICTURE_ADDRESS.test(before)) continue;
		const content = fromBase64(run[0]);
		const isFile = sniff.otherType(content) !== null || sniff.startsAsZip(content) || sniff.pdfHeaderAt(content) >= 0;
		if (isFile) yield content;
	}
}

function withoutRepeated(files: readonly (Bytes | null)[]): (Bytes | null)[] {
	const known = new Set<string | null>();
	return files.filter((file) => {
		const key = file === null ? null : sniff.latin(file);
		return !known.has(key) && known.add(key);
	});
}

function uudecoded(lines: string): Bytes | null {
	const content: number[] = [];
	for (const line of lines.split(ROW_END)) {
		const size = line === "" ? 0 : (line.charCodeAt(0) - UU_OFFSET + UU_VALUES) % UU_VALUES;
		if (size === 0) continue;
		if (!UU_BYTES.test(line)) return null;
		const letters = line.slice(1).padEnd(Math.ceil(size / 3) * 4); // spaces at the end may have been lost on the way
		const values = Array.from(letters, (letter) => (letter.charCodeAt(0) - UU_OFFSET) % UU_VALUES);
		const whole: number[] = [];
		for (let at = 0; at + 3 < values.length; at += 4) {
			const [a = 0, b = 0, c = 0, d = 0] = values.slice(at, at + 4);
			whole.push((a << 2) | (b >> 4), ((b << 4) | (c >> 2)) & 0xff, ((c << 6) | d) & 0xff);
		}
		for (const byte of whole.slice(0, size)) content.push(byte);
	}
	return Uint8Array.from(content);
}

/** What stands there, without an incomplete end. */
function fromBase64(written: string): Bytes {
	const letters = written.replaceAll(NO_LETTER, "");
	const whole = letters.length % 4 === 1 ? letters.slice(0, -1) : letters;
	return Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
}
