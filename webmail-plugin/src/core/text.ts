// One reading of text for both engines: invisible characters, composition, white space, tone placement. Twin of
// backend/text/normalise.py; rules/conformance/normalise.json holds both to the same answers. The sets are explicit
// because Python and JavaScript disagree on what white space or a word is.

// Soft hyphen, zero-width characters, directional marks, word joiner, byte order mark.
export const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
export const WHITE_SPACE = /[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/gu;
// What may surround a line that still stands alone: quotes, brackets, dashes, bullets, box drawing.
const SURROUNDING = new Set(" \"'“”‘’«»()[]{}<>|/\\-‐‑‒–—_*.,:;•·+=#~!…─│┌┐└┘├┤┬┴┼═║╔╗╚╝■□▪▫");
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;

// Tone on the glide (older placement) → tone on the vowel: HÒA and HOÀ, THỤY and THUỴ, are the same word.
const OLDER = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(" ");
const NEWER = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(" ");
const TONE_PLACEMENT = new Map(OLDER.flatMap((older, index) => inEveryCase(older, NEWER[index] ?? older)));
const OLDER_PLACEMENT = new RegExp([...TONE_PLACEMENT.keys()].join("|"), "gu");

function inEveryCase(older: string, newer: string): [string, string][] {
	const cases = [(letter: string) => letter.toLowerCase(), (letter: string) => letter.toUpperCase()];
	return cases.flatMap((first) =>
		cases.map((second): [string, string] => [
			first(older.charAt(0)) + second(older.charAt(1)),
			first(newer.charAt(0)) + second(newer.charAt(1)),
		]),
	);
}

/** The view rules look at: invisible characters gone, NFC, single spaces, trimmed, one tone placement. */
export function accented(text: string): string {
	const visible = text.replace(INVISIBLE, "").normalize("NFC");
	const singleSpaced = visible.replace(WHITE_SPACE, " ").replace(/^ | $/gu, "");
	return singleSpaced.replace(OLDER_PLACEMENT, (found) => TONE_PLACEMENT.get(found) ?? found);
}

/** The accented view without any space: "M Ậ T" and "TỐI  M Ậ T" read as "MẬT" and "TỐIMẬT". */
export function joined(text: string): string {
	return accented(text).replaceAll(" ", "");
}

/** For recognising words: lower case without tones and marks, đ as d; character for character, of equal length. A mark
 *  that stands by itself (`composed` is NFC) stays. */
export function toneStripped(composed: string): string {
	return Array.from(composed, plainLetter).join("");
}

function plainLetter(character: string): string {
	if (character === "đ" || character === "Đ") return "d";
	const base = ([...character.normalize("NFD")][0] ?? character).toLowerCase();
	return base.length === character.length ? base : character;
}

/** A view without the punctuation, brackets and frames around it. */
export function standingAlone(view: string): string {
	let [first, end] = [0, view.length];
	while (first < end && isSurrounding(view.charAt(first))) first += 1;
	while (end > first && isSurrounding(view.charAt(end - 1))) end -= 1;
	return view.slice(first, end);
}

export function isSurrounding(character: string): boolean {
	return SURROUNDING.has(character);
}

// What Python's `str.strip` takes away
const ENDS =
	/^[\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/gu;

/** Without white space at both ends, as Python means it. */
export function stripped(text: string): string {
	return text.replace(ENDS, "");
}

/** Letters, digits and combining marks of any script: what may not neighbour a phrase. */
export function isWordCharacter(character: string): boolean {
	return WORD_CHARACTER.test(character);
}

/** Which encoding a text shows (TCVN 6909:2001 wants composed Unicode); `other` when there is no text to tell by. */
export function charsetOf(lines: readonly string[]): "utf-8-nfc" | "utf-8-nfd" | "other" {
	if (lines.length === 0) return "other";
	return lines.every((line) => line === line.normalize("NFC")) ? "utf-8-nfc" : "utf-8-nfd";
}
