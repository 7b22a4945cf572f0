// Character references of HTML. Of the two thousand names those that letters of Vietnam and punctuation are written
// with; any other name is reported, for what it shows is not known here.

// U+00A0 to U+00FF, in order; these may stand without a semicolon
const LATIN1 =
	"nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
const LOOSE = new Map<string, string>([
	...["amp", "AMP"].map((name) => [name, "&"] as const),
	...["lt", "LT"].map((name) => [name, "<"] as const),
	...["gt", "GT"].map((name) => [name, ">"] as const),
	...["quot", "QUOT"].map((name) => [name, '"'] as const),
	...LATIN1.split(" ").map((name, index) => [name, String.fromCharCode(0xa0 + index)] as const),
]);
const CLOSED = new Map<string, string>([
	["apos", "'"],
	["Abreve", "Ă"],
	["abreve", "ă"],
	["Dstrok", "Đ"],
	["dstrok", "đ"],
	["Itilde", "Ĩ"],
	["itilde", "ĩ"],
	["Utilde", "Ũ"],
	["utilde", "ũ"],
	["ndash", "\u2013"],
	["mdash", "\u2014"],
	["lsquo", "\u2018"],
	["rsquo", "\u2019"],
	["ldquo", "\u201c"],
	["rdquo", "\u201d"],
	["bull", "\u2022"],
	["hellip", "\u2026"],
	["ensp", "\u2002"],
	["emsp", "\u2003"],
	["thinsp", "\u2009"],
	["zwnj", "\u200c"],
	["zwj", "\u200d"],
	["lrm", "\u200e"],
	["rlm", "\u200f"],
	["trade", "\u2122"],
	["Tab", "\t"],
	["NewLine", "\n"],
]);
// What 0x80 to 0x9f stand for (Windows-1252), as browsers read them
const WINDOWS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const REFERENCE = /&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)/gu;

export interface Unescaped {
	readonly text: string;
	/** Every named reference was one of ours. */
	readonly known: boolean;
}

/** Text or attribute value with its character references resolved (Python's html.unescape). */
export function unescaped(written: string): Unescaped {
	let known = true;
	const text = written.replace(REFERENCE, (whole, reference: string) => {
		if (reference.startsWith("#")) return numbered(reference);
		const named = byName(reference);
		if (named === null && reference.endsWith(";")) known = false;
		return named ?? whole;
	});
	return { text, known };
}

function byName(reference: string): string | null {
	const name = reference.replace(/;$/u, "");
	const exact = LOOSE.get(name) ?? (reference.endsWith(";") ? CLOSED.get(name) : undefined);
	if (exact !== undefined) return exact;
	for (let length = reference.length - 1; length > 1; length--) {
		const prefix = LOOSE.get(reference.slice(0, length));
		if (prefix !== undefined) return prefix + reference.slice(length);
	}
	return null;
}

function numbered(reference: string): string {
	const digits = reference.replace(/^#|;$/gu, "");
	const code = /^[xX]/u.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10);
	if (code >= 0x80 && code <= 0x9f) return WINDOWS.charAt(code - 0x80);
	if (code === 0 || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) return "\ufffd";
	const isNone =
		(code < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d].includes(code)) || code === 0x7f || (code & 0xfffe) === 0xfffe;
	return isNone || (code >= 0xfdd0 && code <= 0xfdef) ? "" : String.fromCodePoint(code);
}
