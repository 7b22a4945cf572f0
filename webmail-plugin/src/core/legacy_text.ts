// Text without fonts that may be of an old charset, line by line to Unicode; lines stay where they are. Twin of
// backend/text/legacy_text.py.
//
// Where the charset is recognised, its lines are decoded; lines that are Unicode already stay. Too short a text to tell
// by may still be a mark ("mËt"): a short line of which an old charset makes nothing but Vietnamese, with a word of
// marks in it, is read so. Of TCVN3 nobody knows here which lines were set in a font of capitals: a short line of
// letters alone is read in capitals, for a stamp is one ("tèi mËt" is TỐI MẬT), while running text is not. That is a
// guess on the safe side.

import { count, countViqr, examine } from "./legacy_detection.ts";
import { decode, LEGACY_CHARSETS, type LegacyCharset } from "./legacy_tables.ts";
import { isOdd } from "./odd_signs.ts";
import { isSyllable, OF_MARKS } from "./syllables.ts";

const MOST_LETTERS = 24; // of a line that may be a stamp, spaces aside
const WORDS = /[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]+/gu;
const SIGNS_AND_FIGURES = /[0-9\u00a1-\u00bf\u00d7\u00f7\u20ac]/u;
const VIETNAMESE = /^[a-zàáâãèéêìíòóôõùúýăđĩũơư\u1ea1-\u1ef9]+$/u;
// Letters and marks of Unicode that no old charset's code points show
const UNICODE_ONLY =
	/[\u0300-\u036f\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]/u;

export interface ReadText {
	/** As many lines as were given. */
	readonly lines: readonly string[];
	/** The old charset that was recognised, null for Unicode. */
	readonly charset: LegacyCharset | null;
	/** It may be an old charset, and was not read. */
	readonly doubtful: boolean;
}

export function readText(lines: readonly string[]): ReadText {
	if (!isOdd(lines.join("\n"))) return { lines, charset: null, doubtful: false };
	const { detection, doubtful } = examine(lines);
	if (detection === null) return { lines: lines.map(perhapsAStamp), charset: null, doubtful };
	const { charset } = detection;
	const read = converted(lines, charset).map((decoded, index) => {
		const line = lines[index] ?? "";
		return decoded === line ? perhapsAStamp(line) : asAStamp(decoded, charset);
	});
	return { lines: read, charset, doubtful: false };
}

/** The lines in Unicode, as they were written: capitals are not guessed. Lines that are Unicode already stay. */
export function converted(lines: readonly string[], charset: LegacyCharset): string[] {
	const isMixed = lines.some((line) => UNICODE_ONLY.test(line));
	const isIn = (line: string) => !UNICODE_ONLY.test(line) && saysMore(line, charset, isMixed);
	return lines.map((line) => (isIn(line) ? decode(line, charset) : line));
}

/** A line that reads as well both ways is of the old charset, unless the text has lines of Unicode too. */
function saysMore(line: string, charset: LegacyCharset, isMixed: boolean): boolean {
	if (charset === "viqr") return countViqr(line).vietnamese > 0;
	const gained = count(decode(line, charset)).vietnamese - count(line).vietnamese;
	return gained > 0 || (gained === 0 && !isMixed);
}

function perhapsAStamp(line: string): string {
	if ([...line.replaceAll(" ", "")].length > MOST_LETTERS || UNICODE_ONLY.test(line) || !isOdd(line)) return line;
	const readings = LEGACY_CHARSETS.map((charset) => asAStamp(decode(line, charset), charset));
	return readings.find((reading) => reading !== line && isOfMarks(reading)) ?? line;
}

function isOfMarks(text: string): boolean {
	if (SIGNS_AND_FIGURES.test(text)) return false;
	const words = text.toLowerCase().match(WORDS) ?? [];
	if (words.every((word) => word.length === 1)) {
		const together = words.join(""); // letters set apart
		return VIETNAMESE.test(together) && OF_MARKS.some((mark) => together.includes(mark));
	}
	return words.some((word) => OF_MARKS.includes(word)) && words.every(isSyllable);
}

function asAStamp(text: string, charset: LegacyCharset): string {
	const letters = (text.match(WORDS) ?? []).reduce((sum, word) => sum + word.length, 0);
	const isStamp = letters <= MOST_LETTERS && !SIGNS_AND_FIGURES.test(text);
	return charset === "tcvn3" && isStamp ? text.toUpperCase() : text;
}
