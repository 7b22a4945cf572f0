// Whether a text may be written in an old charset at all, or with its marks apart. A cheap question, asked before the
// tables that answer it are loaded.

// Where an old charset may show: its signs and letters foreign to Vietnamese, two accented letters in a row, VIQR's
// circumflex. A cheap question; the words decide.
const FOREIGN =
	/[\u0002-\u0006\u0010-\u0015\u0019\u001c-\u001e\u0080-\u009f\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de\u00df\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u201a\u201e\u2020\u2021\u2030\u2039\u203a\u20ac\u2122\uf020-\uf0ff]/u;
const ACCENTS_IN_A_ROW = /[\u00c0-\u00ff][\u00c0-\u00ff]/u;
// Both in one look at a text, and by code units: a sign beyond U+FFFF is neither
const ODD = new RegExp(`${FOREIGN.source}|${ACCENTS_IN_A_ROW.source}`);
const VIQR = /[AEOaeo]\^/u;

/** Whether an old charset may show in it at all. */
export function isOdd(text: string): boolean {
	return ODD.test(text) || (text.includes("^") && VIQR.test(text));
}

/** What is certainly composed Unicode is not: `oldWritingOf` finds nothing in it. */
export function mayBeOldWriting(lines: readonly string[]): boolean {
	return lines.some((line) => isOdd(line) || line !== line.normalize("NFC"));
}
