// What the glyphs of a PDF's fonts stand for.

import type { Font, Glyph } from "./content.ts";
import { LOST } from "./words.ts";

const NOT_A_LETTER = /[\u0000-\u001f\ud800-\uf8ff\ufffd-\uffff]/u;
const LIGATURE = /[\ufb00-\ufb06]/u;
// A glyph's name that is only a number: pdf.js takes the number for a letter
const NUMBERED = /^[A-Za-z]{1,5}[0-9]{1,5}$/u;

/** The fields pdf.js gives of a font (fontExtraProperties). */
interface KnownFont {
	readonly name: string;
	readonly fontMatrix?: readonly number[];
	readonly vertical?: boolean;
	readonly differences?: ReadonlyMap<number, string>;
}

/** `known` is what pdf.js has of a font: of a damaged one something else than its fields. */
export function fontOf(known: unknown): Font {
	if (!isKnownFont(known)) return { name: "", widthScale: 0.001, isVertical: false, letters: () => LOST };
	const { name, fontMatrix, vertical = false, differences = new Map() } = known;
	const letters = (glyph: Glyph): string =>
		vertical ? LOST : lettersOf(glyph, differences.get(glyph.originalCharCode));
	return {
		name: name.slice(name.lastIndexOf("+") + 1),
		widthScale: fontMatrix?.[0] ?? 0.001,
		isVertical: vertical,
		letters,
	};
}

function isKnownFont(known: unknown): known is KnownFont {
	return typeof known === "object" && known !== null && "loadedName" in known && "name" in known;
}

function lettersOf({ unicode, originalCharCode }: Glyph, glyphName: string | undefined): string {
	if (glyphName !== undefined && NUMBERED.test(glyphName) && isGuess(unicode, originalCharCode, glyphName)) return LOST;
	const letters = LIGATURE.test(unicode) ? unicode.normalize("NFKC") : unicode;
	return Array.from(letters, (letter) => (isNone(letter) ? LOST : letter)).join("");
}

function isGuess(unicode: string, code: number, glyphName: string): boolean {
	const number = Number(glyphName.replace(/^[A-Za-z]+/u, ""));
	return unicode === String.fromCharCode(code) || unicode === String.fromCodePoint(number);
}

function isNone(letter: string): boolean {
	return letter.length === 1 && NOT_A_LETTER.test(letter) && !/[\t\n\r]/u.test(letter);
}
