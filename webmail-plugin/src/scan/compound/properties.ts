// Document properties in property sets (MS-OLEPS): title, subject, keywords, company, and whatever a person added. Twin
// of backend/documents/compound/properties.py.

import { decodeCodePage, UTF_16, WESTERN } from "../code_page.ts";
import type { Bytes } from "../reading.ts";
import { pieces } from "../spacing.ts";
import { at16, at32 } from "./numbers.ts";

/** Names of the streams, and the numbers of what a reader sees in them. */
export const PROPERTY_STREAMS: ReadonlyMap<string, ReadonlySet<number>> = new Map([
	["\u0005SummaryInformation", new Set([2, 3, 4, 5, 6])],
	["\u0005DocumentSummaryInformation", new Set([2, 13, 14, 15, 26, 27])],
]);
const CODE_PAGE = 1;
const DICTIONARY = 0;
const BYTES_STRING = 0x1e;
const WIDE_STRING = 0x1f;
const VARIANT = 0x0c;
const VECTOR = 0x1000;
const HEADER_BYTES = 28;
const SET_BYTES = 20;
const MOST_STRINGS = 2000;

/** Lines of one property stream; the second set of the document summary holds properties of one's own. */
export function propertyLines(name: string, stream: Bytes): string[] {
	if (stream.length < HEADER_BYTES) return [];
	const texts: string[] = [];
	const sets = Math.min(at32(stream, 24), 2);
	if (HEADER_BYTES + SET_BYTES * sets > stream.length) return [];
	for (let set = 0; set < sets; set++) {
		const section = stream.subarray(at32(stream, HEADER_BYTES + SET_BYTES * set + 16));
		const found = textsOf(section, set === 0 ? PROPERTY_STREAMS.get(name) : undefined);
		if (found === null) return [];
		texts.push(...found);
	}
	return texts.slice(0, MOST_STRINGS).flatMap((text) => pieces(text.replaceAll("\0", "\n")));
}

/** Texts of one set; of all its properties if `seen` is undefined; null if it ends before it should. */
function textsOf(section: Bytes, seen: ReadonlySet<number> | undefined): string[] | null {
	const count = at32(section, 4);
	if (section.length < 8) return null;
	if (count > Math.floor(section.length / 8)) return [];
	if (8 + 8 * count > section.length) return null;
	const entries = Array.from(
		{ length: count },
		(_, n) => [at32(section, 8 + 8 * n), at32(section, 12 + 8 * n)] as const,
	);
	const pageAt = entries.filter(([number, at]) => number === CODE_PAGE && at + 6 <= section.length).at(-1)?.[1];
	const page = pageAt === undefined ? WESTERN : at16(section, pageAt + 4);
	return entries
		.filter(([number]) => number !== CODE_PAGE && number !== DICTIONARY && (seen?.has(number) ?? true))
		.flatMap(([, at]) => valuesAt(section, at, page));
}

function valuesAt(section: Bytes, at: number, page: number): string[] {
	if (at + 8 > section.length) return [];
	const kind = at32(section, at);
	if (!(kind & VECTOR)) {
		return kind === BYTES_STRING || kind === WIDE_STRING ? [stringAt(section, at + 4, kind, page).text] : [];
	}
	const element = kind & ~VECTOR;
	if (element === VARIANT) return []; // pairs of headings and numbers
	const texts: string[] = [];
	let next = at + 8;
	for (let left = Math.min(at32(section, at + 4), MOST_STRINGS); left > 0; left--) {
		const found = stringAt(section, next, element, page);
		texts.push(found.text);
		next = found.ends;
	}
	return texts;
}

function stringAt(section: Bytes, at: number, kind: number, page: number): { text: string; ends: number } {
	if (at + 4 > section.length) return { text: "", ends: at };
	const isWide = kind === WIDE_STRING;
	const size = at32(section, at) * (isWide ? 2 : 1);
	const bytes = section.subarray(at + 4, at + 4 + size);
	const text = decodeCodePage(bytes, isWide ? UTF_16 : page).replace(/\0+$/u, "");
	return { text, ends: at + 4 + (isWide ? Math.ceil(bytes.length / 4) * 4 : bytes.length) };
}
