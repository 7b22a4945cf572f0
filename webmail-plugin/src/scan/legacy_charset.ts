// Vietnamese of the old 8-bit charsets, read as if it were Unicode: letters that stand for other letters. Until they
// are decoded such a text is not read: "mËt" is MẬT set in a font of capitals. Twin of
// backend/documents/legacy_charset.py.

const LEGACY_FONTS = [".vn", "vni", "vntime", "vps ", "viscii"]; // TCVN3 (ABC), VNI, VPS, VISCII
const SUBSET_PREFIX = /^[A-Z]{6}[+]/u; // a font of which a PDF embeds a part: "ABCDEF+.VnTime"
const TCVN3 =
	/[A-Za-z\u00c0-\u00ff][\u00a8-\u00aa\u00ac\u00ae\u00b5-\u00b9\u00bb-\u00be\u00d7\u00f7\u00fe\u00ff][A-Za-z\u00c0-\u00ff]|\u00ae[A-Za-z\u00c0-\u00ff]|[A-Za-z\u00c0-\u00ff][\u00b5-\u00b8]/gu;
const VNI = /[aeouyAEOUY][\u00e4\u00e5\u00eb\u00f8\u00fb\u00c4\u00c5\u00cb\u00d8\u00db]/gu;
const SOFT_HYPHEN = /\u00ad/gu; // ư in TCVN3, but Unicode text has it between any letters: the other signs must tell
const ENOUGH = 3; // such places; a sentence has more, a foreign name fewer

export function isLegacyFont(name: string): boolean {
	const bare = name.replace(SUBSET_PREFIX, "").toLowerCase();
	return LEGACY_FONTS.some((prefix) => bare.startsWith(prefix));
}

export function looksLegacy(lines: readonly string[]): boolean {
	const text = lines.join("\n").replace(SOFT_HYPHEN, "");
	return [TCVN3, VNI].some((pattern) => (text.match(pattern)?.length ?? 0) >= ENOUGH);
}
