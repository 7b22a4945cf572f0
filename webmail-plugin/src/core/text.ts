// One reading of text for both engines: invisible characters, composition, look-alikes, white space, tone placement.
// Twin of backend/text/normalise.py; rules/conformance/normalise.json holds both to the same answers. The sets are
// explicit because Python and JavaScript disagree on what white space or a word is. Lines are read all at once: most
// pages hold nothing unusual, and one look at the page says so.

import { folded } from "./lookalikes.ts";

// What shows nothing: control characters, soft hyphen, joiners and fillers of no width, directional marks, variation
// selectors, tags; and marks that strike through, underline or enclose a letter without making another of it. The inside
// of a class, for expressions with the flag u.
export const SHOWS_NOTHING =
	"\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u0084\\u0086-\\u009f\\u00ad\\u061c\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e0fff}\\u0305\\u0332\\u0333\\u0335-\\u0338\\u033f\\u034f\\u180b-\\u180f\\u20dd-\\u20e4\\ufe00-\\ufe0f";
export const INVISIBLE = new RegExp(`[${SHOWS_NOTHING}]`, "gu");
// White space, and what is drawn as nothing but its width: blank Braille, Hangul fillers
export const WHITE_SPACE =
	/[\u0009-\u000d\u0020\u0085\u00a0\u115f\u1160\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000\u3164\uffa0]+/gu;
const BLANK_BUT_NO_BREAK =
	/[\u0009\u000b-\u000d\u0085\u00a0\u115f\u1160\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000\u3164\uffa0]/gu;
// What may surround a line that still stands alone: quotes, brackets, dashes, bullets, box drawing.
const SURROUNDING = new Set(" \"'“”‘’«»()[]{}<>|/\\-‐‑‒–—_*.,:;•·+=#~!…─│┌┐└┘├┤┬┴┼═║╔╗╚╝■□▪▫");
// Text without any of these is composed Vietnamese in which nothing vanishes or stands for something else
export const UNUSUAL =
	/[^\n -~ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u2010-\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u2500-\u257f]/;
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;

// Where else a tone may be written than on the vowel that bears it: HÒA is HOÀ, THỤY is THUỴ, TUỴÊT is TUYỆT, TÔÍ is TỐI
const TONES = ["\u0300", "\u0301", "\u0303", "\u0309", "\u0323"];
const BORNE_BY_THE_SECOND = ["oa", "oe", "oă", "uy", "uâ", "uê", "uô", "uơ", "iê", "yê", "ươ"];
const BORNE_BY_THE_FIRST = ["ôi", "ơi", "ưi", "ây", "âu", "êu", "ưu"];
const TONE_PLACEMENT = new Map([...placements(BORNE_BY_THE_SECOND, 0), ...placements(BORNE_BY_THE_FIRST, 1)]);
const PERHAPS_ON_THE_FIRST = /[òóỏõọÒÓỎÕỌùúủũụÙÚỦŨỤìíỉĩịÌÍỈĨỊỳýỷỹỵỲÝỶỸỴừứửữựỪỨỬỮỰ][aeăyâêôơAEĂYÂÊÔƠ]/g;
const PERHAPS_ON_THE_SECOND = /[âêôơưÂÊÔƠƯ][ìíỉĩịÌÍỈĨỊỳýỷỹỵỲÝỶỸỴùúủũụÙÚỦŨỤ]/g;

// A whole line of single letters with one sign between them, M.Ậ.T or T-Ố-I M-Ậ-T: letters set apart
const LETTER = "[A-Za-z\\u00c0-\\u024f\\u1e00-\\u1eff]";
const SIGN = "[._·*‐‑–\\-]";
const PERHAPS_APART = new RegExp(`${SIGN} ?${LETTER} ?${SIGN}|${SIGN}${LETTER} ${LETTER}${SIGN}`);
const APART = new RegExp(`^${LETTER}(?: ?${SIGN} ?${LETTER}| ${LETTER}){2,}$`);
const ONE_LETTER = new RegExp(LETTER, "g");

/** Every pair with a tone written on the letter at `place` → with the tone on the other, in every case. */
function* placements(pairs: readonly string[], place: 0 | 1): Generator<[string, string]> {
	const cases = [(letter: string) => letter.toLowerCase(), (letter: string) => letter.toUpperCase()];
	for (const [pair, tone] of pairs.flatMap((pair) => TONES.map((tone) => [pair, tone] as const))) {
		const written = withTone(pair, tone, place);
		const borne = withTone(pair, tone, place === 0 ? 1 : 0);
		for (const first of cases) {
			for (const second of cases) {
				yield [first(written.charAt(0)) + second(written.charAt(1)), first(borne.charAt(0)) + second(borne.charAt(1))];
			}
		}
	}
}

function withTone(pair: string, tone: string, place: 0 | 1): string {
	return (pair.slice(0, place + 1) + tone + pair.slice(place + 1)).normalize("NFC");
}

/** The view rules look at: nothing invisible, NFC, no look-alikes, single spaces, trimmed, one tone placement. */
export function accented(text: string): string {
	return accentedLines([text])[0] ?? "";
}

/** The accented view of each line. */
export function accentedLines(lines: readonly string[]): readonly string[] {
	if (lines.length === 0) return [];
	let page = lines.join("\n");
	if (lines.some((line) => line.includes("\n"))) page = lines.map((line) => line.replaceAll("\n", " ")).join("\n");
	if (UNUSUAL.test(page)) page = unveiled(page);
	if (hasOddSpaces(page)) page = page.replace(/ {2,}/g, " ").replace(/^ | $/gm, "");
	for (const misplaced of [PERHAPS_ON_THE_FIRST, PERHAPS_ON_THE_FIRST, PERHAPS_ON_THE_SECOND]) {
		page = page.replace(misplaced, wellPlaced); // twice: TỤYÊT, TUỴÊT
	}
	const read = page.split("\n");
	return PERHAPS_APART.test(page) ? read.map(drawnTogether) : read;
}

function unveiled(page: string): string {
	return folded(page.replace(INVISIBLE, "").normalize("NFC")).replace(BLANK_BUT_NO_BREAK, " ");
}

function hasOddSpaces(page: string): boolean {
	const inside = page.includes("  ") || page.includes("\n ") || page.includes(" \n");
	return inside || page.startsWith(" ") || page.endsWith(" ");
}

function wellPlaced(pair: string): string {
	return TONE_PLACEMENT.get(pair) ?? pair;
}

/** A line of single letters set apart by signs, set apart by spaces instead. */
function drawnTogether(line: string): string {
	const apart = PERHAPS_APART.test(line) && APART.test(standingAlone(line));
	return apart ? (line.match(ONE_LETTER) ?? []).join(" ") : line;
}

/** The accented view without any space: "M Ậ T" and "TỐI  M Ậ T" read as "MẬT" and "TỐIMẬT". */
export function joined(text: string): string {
	return accented(text).replaceAll(" ", "");
}

/** For recognising words: lower case without tones and marks, đ as d; character for character, of equal length. A mark
 *  that stands by itself (`composed` is NFC) stays. */
export function toneStripped(composed: string): string {
	let plain = "";
	for (const character of composed) plain += PLAIN.get(character) ?? kept(character, plainLetter(character));
	return plain;
}

const PLAIN = new Map<string, string>(); // as met: a paper has a hundred different characters, each thousands of times
const MOST_KEPT = 4000;

function kept(character: string, plain: string): string {
	if (PLAIN.size < MOST_KEPT) PLAIN.set(character, plain);
	return plain;
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
