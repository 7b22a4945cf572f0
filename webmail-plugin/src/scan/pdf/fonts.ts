// What the glyphs of a PDF's fonts stand for.

import { charsetOfFont } from "../../core/index.ts";
import type { Font, Glyph } from "./content.ts";
import { LOST } from "./words.ts";

const NOT_A_LETTER = /[\u0000-\u001f\ud800-\uf8ff\ufffd-\uffff]/u;
const LIGATURE = /[\ufb00-\ufb06]/u;
// A glyph's name that is only a number: pdf.js takes the number for a letter
const NUMBERED = /^[A-Za-z]{1,5}[0-9]{1,5}$/u;

// Fonts of pictograms: check boxes, bullets, arrows; none of their glyphs is a letter of a mark
const SYMBOL_FONT = /^(?:symbol|wingdings|webdings|zapfdingbats|mtextra|opensymbol|segoeuisymbol)/iu;
const PICTOGRAM = "\u25a1";
const SOFT_HYPHEN = 0xad;
const SYMBOL_BYTE = /^[\uf020-\uf0ff]$/u;

/** The fields pdf.js gives of a font (fontExtraProperties). */
interface KnownFont {
	readonly name: string;
	readonly fontMatrix?: readonly number[];
	readonly vertical?: boolean;
	readonly isType3Font?: boolean;
	readonly differences?: ReadonlyMap<number, string>;
}

/** `given` is what pdf.js has of a font: of a damaged one something else than its fields. */
export function fontOf(given: unknown): Font {
	if (!isKnownFont(given)) return { name: "", charset: null, isDrawn: false, widthScale: 0.001, letters: () => LOST };
	const { name: fullName, fontMatrix, vertical = false, isType3Font = false, differences } = given;
	const name = fullName.slice(fullName.lastIndexOf("+") + 1);
	const symbols = SYMBOL_FONT.test(name.replace(/[ -]/gu, ""));
	const charset = charsetOfFont(name);
	const known = new Map<number, string>();
	const letters = (glyph: Glyph): string => {
		const code = glyph.originalCharCode;
		const before = known.get(code);
		if (before !== undefined) return before;
		const read = vertical ? LOST : charset ? oldLetterOf(glyph) : lettersOf(glyph, differences?.get(code));
		const found = symbols ? read.replaceAll(LOST, PICTOGRAM) : read;
		known.set(code, found);
		return found;
	};
	return { name, charset, isDrawn: isType3Font, widthScale: fontMatrix?.[0] ?? 0.001, letters };
}

function isKnownFont(given: unknown): given is KnownFont {
	return typeof given === "object" && given !== null && "loadedName" in given && "name" in given;
}

/** A font of an old charset keeps ư where others have a second hyphen, and bytes in the private area where it is a
 *  font of symbols. */
function oldLetterOf(glyph: Glyph): string {
	if (glyph.originalCharCode === SOFT_HYPHEN && glyph.unicode === "-") return "\u00ad";
	return SYMBOL_BYTE.test(glyph.unicode) ? glyph.unicode : lettersOf(glyph, undefined);
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
