// Which old charset a text without fonts is written in, by what it says when it is decoded. A charset is believed only
// where decoding turns words that are no Vietnamese into Vietnamese syllables, nearly all of them: German, French,
// Polish stay what they are. Only lines that say something odd are looked at, so that a paragraph of an old charset
// inside a Unicode paper is found. Twin of backend/text/legacy_detection.py.

import { decode, LEGACY_CHARSETS, type LegacyCharset } from "./legacy_tables.ts";
import { isOdd } from "./odd_signs.ts";
import { isSyllable } from "./syllables.ts";

const ENOUGH_WORDS = 3; // of Vietnamese gained by decoding; a sentence has more, a foreign name fewer
const ENOUGH_SHARE = 0.75; // of the words with letters beyond ASCII
const ENOUGH_BETTER = 0.1; // than as it is: Unicode has above 0.9, VISCII taken for Latin-1 about half
const DOUBTFUL_BETTER = 0.4;
const COMMONEST: ReadonlySet<LegacyCharset> = new Set(["tcvn3", "vni"]); // the others' signs are common in other texts
const LOOKED_AT_CHARACTERS = 20_000;
// A word of letters; general punctuation and quotes part words
const WORD = /[A-Za-z\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u1fff\u20ac\u2c00-\uf8ff]+/gu;
const PUNCTUATION = /[\u2010-\u201f\u2022\u2026]/gu; // typed as such; in a font of VISCII some would be letters
const VIQR_WORD = /[A-Za-z][A-Za-z^(+*`'?~.\\]*/gu;
const VIQR_INSIDE = /[AEIOUYaeiouy](?:[`'?~.][A-Za-z]|[`~]|[\^(+*])|[Dd][Dd]/u;
const VIQR_END = /[?.'(]+$/u;
const VOWEL = /[aeiouyAEIOUY]/u;
const BEYOND_ASCII = /[^\u0000-\u007f]/u;

export interface Detection {
	readonly charset: LegacyCharset;
	/** The share of telling words that are Vietnamese once decoded, above 0.75 and at most 1. */
	readonly confidence: number;
}

/** Words with letters beyond ASCII, and how many of them are Vietnamese syllables. */
interface Count {
	readonly telling: number;
	readonly vietnamese: number;
	readonly share: number;
}

export interface Examination {
	readonly detection: Detection | null;
	/** Some old charset explains many words, but not enough to believe it. */
	readonly doubtful: boolean;
}

/** Null for text that is Unicode Vietnamese, of another language, or too short to tell. */
export function detect(lines: Iterable<string>): Detection | null {
	return examine(lines).detection;
}

export function examine(lines: Iterable<string>): Examination {
	const text = oddLines(lines).join("\n").replace(PUNCTUATION, " ");
	if (text === "") return { detection: null, doubtful: false };
	const asItIs = count(text);
	const enoughShare = Math.max(ENOUGH_SHARE, asItIs.share + ENOUGH_BETTER);
	let detection: Detection | null = null;
	let mostGained = ENOUGH_WORDS - 1;
	let doubtful = false;
	for (const charset of LEGACY_CHARSETS) {
		const counted = charset === "viqr" ? countViqr(text) : count(decode(text, charset));
		const gained = counted.vietnamese - (charset === "viqr" ? 0 : asItIs.vietnamese);
		const explained = gained >= ENOUGH_WORDS && counted.share >= asItIs.share + DOUBTFUL_BETTER;
		doubtful ||= explained && COMMONEST.has(charset);
		if (counted.share < enoughShare || gained <= mostGained) continue;
		detection = { charset, confidence: counted.share };
		mostGained = gained;
	}
	return { detection, doubtful: detection === null && doubtful };
}

function oddLines(lines: Iterable<string>): string[] {
	const odd: string[] = [];
	let room = LOOKED_AT_CHARACTERS;
	for (const line of lines) {
		if (!isOdd(line)) continue;
		const characters = [...line];
		odd.push(characters.length > room ? characters.slice(0, room).join("") : line);
		room -= characters.length;
		if (room <= 0) break;
	}
	return odd;
}

export function count(text: string): Count {
	const words = text.normalize("NFC").replaceAll("\u00ad", "").match(WORD) ?? [];
	const telling = words.filter(
		(word) => word.length > 1 && BEYOND_ASCII.test(word) && VOWEL.test(word.normalize("NFD")),
	);
	return counted(telling.length, telling.filter(isSyllable).length);
}

/** Words that hold a sign where English has none; a mark at the end of a word may end a sentence. */
export function countViqr(text: string): Count {
	const words = (text.match(VIQR_WORD) ?? []).filter((word) => VIQR_INSIDE.test(word));
	return counted(words.length, words.filter(isVietnameseViqr).length);
}

function isVietnameseViqr(word: string): boolean {
	const decoded = decode(word.replace(VIQR_END, ""), "viqr");
	return BEYOND_ASCII.test(decoded) && (isSyllable(decoded) || isSyllable(decode(word, "viqr")));
}

function counted(telling: number, vietnamese: number): Count {
	return { telling, vietnamese, share: telling === 0 ? 0 : vietnamese / telling };
}
