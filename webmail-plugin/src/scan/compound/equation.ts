// Formulas of MathType and of Word's old equation editor: the letters of the stream "Equation Native" (MTEF 3 and 5).
// What a reader sees is the metafile beside the object. The letters are looked for by the shape of their records (kind,
// in version 5 options, typeface from 0x81, code point), not by the structure of the formula. Twin of
// backend/documents/compound/equation.py.

import { latin } from "../sniff.ts";
import { Unreadable } from "../unreadable.ts";
import { at16 } from "./numbers.ts";

export const NATIVE = "Equation Native";
export const EQUATION = "application/vnd.mathtype";
const HEADER_BYTES = 28;
const VERSIONS = new Set([2, 3, 5]);
const CHARACTER = /(?:\x02[\0-\x0f]|[\x02\x12\x22\x32\x82\x92\xa2\xb2])[\x81-\x9f]([\0-\xff])([\0-\xff])/gu;
const LETTER = /^(?:[\p{L}\p{N} ]|[\u0300-\u036f])$/u;

/** All letters and digits in one line, in the order they were written. Throws Unreadable unsupported for what is no
 *  formula of these versions. */
export function equationLines(stream: Uint8Array): string[] {
	const isKnown = at16(stream, 0) === HEADER_BYTES && VERSIONS.has(stream[HEADER_BYTES] ?? 0);
	if (!isKnown) throw new Unreadable("unsupported");
	const letters = [...latin(stream.subarray(HEADER_BYTES)).matchAll(CHARACTER)].map(([, low = "", high = ""]) => {
		return String.fromCharCode(low.charCodeAt(0) | (high.charCodeAt(0) << 8));
	});
	const line = letters
		.filter((letter) => LETTER.test(letter))
		.join("")
		.trim();
	return line === "" ? [] : [line];
}
