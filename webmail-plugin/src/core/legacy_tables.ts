// The old charsets of Vietnamese as tables: text of their code points to Unicode. Such text reaches us as characters of
// Latin-1 or Windows-1252 (a byte read as if it were a letter), or of the private area U+F000–F0FF where symbol fonts
// keep their bytes. Twin of backend/text/legacy_tables.py; the tables themselves are rules/charset/tables.json.

import written from "../../../rules/charset/tables.json" with { type: "json" };

export const LEGACY_CHARSETS = ["tcvn3", "vni", "viscii", "vps", "cp1258", "viqr"] as const;
export type LegacyCharset = (typeof LEGACY_CHARSETS)[number];

const SYMBOL_AREA = 0xf000;
// What Windows-1252 shows for the bytes 80–9F, which Latin-1 leaves to control characters
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const FIRST_OF_WINDOWS_1252 = 0x80;

const VIQR = /\\([\s\S])|([Dd])[Dd]|([aeiouyAEIOUY])([(^+*]?)([`'?~.]?)/gu;
const VIQR_GOES_ON = /[A-Za-z^(+*]/u;
const VIQR_WORD_SO_FAR = /[A-Za-z^(+*`'?~.]+$/u;
const VIQR_TONED = /[aeiouyAEIOUY][(^+*]?[`'?~.]/u;
const ENDING = [".", "?", "'"];
const LONGEST_WORD = 16; // nghie^~ng and the like
const VIQR_MARKS = new Map([
	["a(", "\u0306"],
	["a^", "\u0302"],
	["e^", "\u0302"],
	["o^", "\u0302"],
	["o+", "\u031b"],
	["u+", "\u031b"],
	["o*", "\u031b"],
	["u*", "\u031b"],
]);
const VIQR_TONES = new Map([
	["`", "\u0300"],
	["'", "\u0301"],
	["?", "\u0309"],
	["~", "\u0303"],
	[".", "\u0323"],
]);

type Table = ReadonlyMap<string, string>;
const TABLES: Readonly<Record<Exclude<LegacyCharset, "viqr">, Table>> = {
	tcvn3: tableOf(written.tcvn3.bytes),
	vni: tableOf(written.vni.bytes),
	viscii: tableOf(written.viscii.bytes),
	vps: tableOf(written.vps.bytes),
	cp1258: tableOf(written.cp1258.bytes),
};

/** What a byte shows in Windows-1252; what that leaves open, in Latin-1. */
export function windows1252(byte: number): string {
	return WINDOWS_1252[byte - FIRST_OF_WINDOWS_1252] ?? String.fromCharCode(byte);
}

/** Character → letter, under every character by which the byte may have come. */
function tableOf(letters: Readonly<Record<string, string>>): Table {
	const table = new Map<string, string>();
	for (let byte = 0x20; byte < 0x100; byte += 1) table.set(String.fromCharCode(SYMBOL_AREA + byte), windows1252(byte));
	table.set(String.fromCharCode(SYMBOL_AREA + 9), "\t");
	for (const [written, letter] of Object.entries(letters)) {
		const byte = Number.parseInt(written, 16);
		table.set(String.fromCharCode(SYMBOL_AREA + byte), letter);
		table.set(String.fromCharCode(byte), letter);
		table.set(windows1252(byte), letter);
	}
	return table;
}

/** Letters of the charset; tone marks of their own stay by themselves, so that pieces of a word can be joined. */
export function replaced(text: string, charset: LegacyCharset): string {
	if (charset === "viqr") return fromViqr(text);
	const table = TABLES[charset];
	let letters = "";
	for (const character of text) letters += table.get(character) ?? character;
	return letters;
}

/** A whole text to composed Unicode. */
export function decode(text: string, charset: LegacyCharset): string {
	return replaced(text, charset).normalize("NFC");
}

/** RFC 1456, section 4: a sign after a vowel is its mark, `dd` is đ, a backslash takes the meaning away. A full stop,
 *  question mark or apostrophe at the end of a word that has its tone is none. */
function fromViqr(text: string): string {
	return text.replace(VIQR, (found, plain, d, vowel, mark, tone, at: number): string => {
		if (plain !== undefined) return plain;
		if (d !== undefined) return d === "d" ? "đ" : "Đ";
		const shape = VIQR_MARKS.get(vowel.toLowerCase() + mark);
		if (mark !== "" && shape === undefined) return vowel + mark + tone; // "e(" is a letter and a bracket
		const letter = vowel + (shape ?? "");
		const ends = ENDING.includes(tone) && !VIQR_GOES_ON.test(text.charAt(at + found.length));
		if (ends && hasTone(text.slice(Math.max(at - LONGEST_WORD, 0), at))) return letter.normalize("NFC") + tone;
		return (letter + (VIQR_TONES.get(tone) ?? "")).normalize("NFC");
	});
}

/** Whether the word that this text ends with has one. */
function hasTone(text: string): boolean {
	return VIQR_TONED.test(VIQR_WORD_SO_FAR.exec(text)?.[0] ?? "");
}
