// Bytes of a Windows or Macintosh code page as text, as the WHATWG encoding standard decodes them. Twin of
// backend/documents/code_page.py.

import { cp437 } from "./cp437.ts";

export const WESTERN = 1252;
export const UTF_16 = 1200;
const LABELS: ReadonlyMap<number, string> = new Map([
	[866, "ibm866"],
	[874, "windows-874"],
	[932, "shift_jis"],
	[936, "gbk"],
	[949, "euc-kr"],
	[950, "big5"],
	[10000, "macintosh"],
	[65001, "utf-8"],
	[UTF_16, "utf-16le"],
	[1201, "utf-16be"],
]);
// Windows' charset of a font (LOGFONT lfCharSet) to its code page; 0 and 1 follow the document
const BY_FONT_CHARSET: ReadonlyMap<number, number> = new Map([
	[77, 10000],
	[128, 932],
	[129, 949],
	[134, 936],
	[136, 950],
	[161, 1253],
	[162, 1254],
	[163, 1258],
	[177, 1255],
	[178, 1256],
	[186, 1257],
	[204, 1251],
	[222, 874],
	[238, 1250],
	[254, 437],
	[255, 437],
]);

/** The code page of a font's charset; null where the document's own holds. */
export function codePageOfFontCharset(charset: number): number | null {
	return BY_FONT_CHARSET.get(charset) ?? null;
}

/** Never fails: an unknown code page is read as Western. */
export function decodeCodePage(bytes: Uint8Array, codePage: number): string {
	if (codePage === 437) return cp437(bytes);
	const windows = codePage >= 1250 && codePage <= 1258 ? `windows-${codePage}` : "windows-1252";
	return new TextDecoder(LABELS.get(codePage) ?? windows, { ignoreBOM: true }).decode(bytes);
}
