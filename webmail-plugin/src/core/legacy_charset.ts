// Vietnamese of the old charsets, by the font it is set in or by its content. "mËt" in .VnTimeH is MẬT: the letters of
// another alphabet's code points, drawn as capitals. Where fonts are named, each font run is decoded by its font; text
// without fonts is recognised by what it says (legacy_detection). Twin of backend/text/legacy_charset.py.

import fonts from "../../../rules/charset/fonts.json" with { type: "json" };
import { type LegacyCharset, replaced } from "./legacy_tables.ts";

export { type Detection, detect } from "./legacy_detection.ts";
export { decode, type LegacyCharset } from "./legacy_tables.ts";

const SUBSET_PREFIX = /^[A-Z]{6}[+]/u; // a font of which a PDF embeds a part: "ABCDEF+.VnTime"
const PARTING = /[ _,-]+/gu;
const STYLES = new RegExp(`(?:${fonts.styles.join("|")})$`, "u");
const BEGINNINGS = fonts.families.flatMap(({ charset, begins }) =>
	begins.map((beginning) => [beginning, charset as LegacyCharset] as const),
);
// Letters that no old charset's code points show: the run is Unicode after all, whatever its font is called
const UNICODE_ONLY = /[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]/u;

export interface FontCharset {
	readonly charset: LegacyCharset;
	/** The font draws the letters of lower case as capitals (.VnTimeH). */
	readonly capitals: boolean;
}

/** Null for a font of ordinary letters. A PDF's subset prefix and words for styles in the name do not matter. */
export function charsetOfFont(name: string): FontCharset | null {
	const readable = name.trim().replaceAll("#2E", ".").replaceAll("#20", " ");
	let bare = readable.replace(SUBSET_PREFIX, "").toLowerCase().replace(PARTING, "");
	const charset = BEGINNINGS.find(([beginning]) => bare.startsWith(beginning))?.[1];
	if (charset === undefined) return null;
	while (STYLES.test(bare)) bare = bare.replace(STYLES, "");
	return { charset, capitals: charset === fonts.capitals.charset && bare.endsWith(fonts.capitals.end) };
}

/** Text of one font run, as code points, to Unicode, capitals applied. Tone marks may stand by themselves. */
export function decodeRun(text: string, font: FontCharset): string {
	const letters = UNICODE_ONLY.test(text) ? text : replaced(text, font.charset);
	return font.capitals ? letters.toUpperCase() : letters;
}
