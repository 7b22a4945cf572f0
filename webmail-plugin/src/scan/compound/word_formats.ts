// How the text of a Word file looks, place by place: pages of properties, styles, fonts (MS-DOC 2.9.33, 2.9.271). Twin
// of backend/documents/compound/word_formats.py.

import { charsetOfFont, type FontCharset } from "../../core/index.ts";
import { decodeCodePage, UTF_16 } from "../code_page.ts";
import type { Bytes } from "../reading.ts";
import { Unreadable } from "../unreadable.ts";
import { at16, at32 } from "./numbers.ts";
import { TABLE, type WordFile } from "./word_file.ts";
import { changed, type Look, PLAIN } from "./word_modifiers.ts";

const PAGE_BYTES = 512;
const FONT_NAME_AT = 40; // in an entry of the font table, after its size and properties
const PARAGRAPH = 1; // kinds of styles
const CHARACTER = 2;
const LONGEST_CHAIN = 20; // styles may name each other in a circle
const NONE = new Uint8Array();

interface Run {
	readonly begins: number;
	readonly ends: number;
	readonly modifiers: Bytes;
}

interface Style {
	readonly base: number;
	readonly modifiers: Bytes;
}

type Styles = ReadonlyMap<number, Style>;

/** `lookAt` answers for one place; everything is worked out once for each kind of run. */
export class Formats {
	readonly #characters: readonly Run[];
	readonly #paragraphs: readonly Run[];
	readonly #fonts: readonly (FontCharset | null)[];
	readonly #styles: Styles;
	/** What the document starts from. */
	readonly standard: Look;
	readonly #looks = new Map<string, Look>();

	/** @throws Unreadable corrupt when what it needs lies beyond the end: text of an old font would pass for Unicode. */
	constructor(file: WordFile) {
		this.#characters = runsOf(file, TABLE.characterPages, 1, characterModifiers);
		this.#paragraphs = runsOf(file, TABLE.paragraphPages, 13, paragraphModifiers);
		const sheet = file.part(TABLE.styles);
		this.#fonts = fontsOf(file.part(TABLE.fonts));
		this.#styles = stylesOf(sheet);
		const hasStandard = sheet.length >= 20 && at16(sheet, 0) >= 18;
		this.standard = hasStandard ? { ...PLAIN, fontAscii: at16(sheet, 14), fontOther: at16(sheet, 18) } : PLAIN;
	}

	/** The look at that byte of the stream, and up to where it holds. */
	lookAt(place: number, changes: Bytes): { look: Look; ends: number } {
		const own = runAt(this.#characters, place);
		const paragraph = runAt(this.#paragraphs, place);
		const style = at16(paragraph.modifiers.subarray(0, 2), 0);
		const key = `${own.modifiers}|${style}|${changes}`;
		const look = this.#looks.get(key) ?? this.#look(own.modifiers, style, changes);
		this.#looks.set(key, look);
		return { look, ends: Math.min(own.ends, paragraph.ends) };
	}

	font(number: number): FontCharset | null {
		return this.#fonts[number] ?? null;
	}

	#look(own: Bytes, style: number, changes: Bytes): Look {
		const setByPiece = changed(PLAIN, changes, PLAIN).paragraphStyle;
		let under = this.#over(this.standard, setByPiece ?? style);
		for (const modifiers of [own, changes]) {
			const number = changed(PLAIN, modifiers, PLAIN).style;
			if (number !== null && this.#styles.has(number)) under = this.#over(under, number);
		}
		return changed(changed(under, own, under), changes, under);
	}

	#over(look: Look, first: number): Look {
		const chain: Bytes[] = [];
		let number = first;
		for (let link = 0; link < LONGEST_CHAIN; link++) {
			const style = this.#styles.get(number);
			if (style === undefined) break;
			chain.push(style.modifiers);
			number = style.base;
		}
		const over = chain.reduceRight((under, modifiers) => changed(under, modifiers, under), look);
		return { ...over, picture: null, symbol: null, style: null };
	}
}

/** What holds at that byte, and where that ends. */
function runAt(runs: readonly Run[], place: number): Run {
	let [low, high] = [0, runs.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((runs[middle]?.begins ?? 0) <= place) low = middle + 1;
		else high = middle;
	}
	const before = runs[low - 1];
	if (before !== undefined && place < before.ends) return before;
	return { begins: place, ends: runs[low]?.begins ?? Number.POSITIVE_INFINITY, modifiers: NONE };
}

type Modifiers = (page: Bytes, at: number) => Bytes;

function runsOf(file: WordFile, which: number, entryBytes: number, modifiersAt: Modifiers): Run[] {
	const table = file.part(which);
	const count = Math.max(Math.floor((table.length - 4) / 8), 0);
	const found: Run[] = [];
	const pages = Array.from({ length: count }, (_, number) => at32(table, 4 * (count + 1 + number)) & 0x3fffff);
	for (const number of new Set(pages)) {
		const at = number * PAGE_BYTES;
		const page = file.main.subarray(at, at + PAGE_BYTES);
		if (page.length < PAGE_BYTES) throw new Unreadable("corrupt");
		found.push(...runsOfPage(page, entryBytes, modifiersAt));
	}
	return found.sort((one, other) => one.begins - other.begins || one.ends - other.ends || byBytes(one, other));
}

function byBytes(one: Run, other: Run): number {
	const differs = one.modifiers.findIndex((byte, index) => byte !== other.modifiers[index]);
	if (differs === -1) return one.modifiers.length - other.modifiers.length;
	return (one.modifiers[differs] ?? 0) - (other.modifiers[differs] ?? -1);
}

/** A page of properties: places, and for each run where on the page its modifiers stand. */
function runsOfPage(page: Bytes, entryBytes: number, modifiersAt: Modifiers): Run[] {
	const count = page[PAGE_BYTES - 1] ?? 0;
	const entries = 4 * (count + 1);
	if (entries + count * entryBytes > PAGE_BYTES - 1) throw new Unreadable("corrupt");
	return Array.from({ length: count }, (_, number) => {
		const at = 2 * (page[entries + number * entryBytes] ?? 0);
		const modifiers = at > 0 ? modifiersAt(page, at) : NONE;
		return { begins: at32(page, 4 * number), ends: at32(page, 4 * (number + 1)), modifiers };
	});
}

function characterModifiers(page: Bytes, at: number): Bytes {
	return page.subarray(at + 1, at + 1 + (page[at] ?? 0));
}

/** They begin with the number of the style. */
function paragraphModifiers(page: Bytes, at: number): Bytes {
	const words = page[at] ?? 0;
	return words > 0 ? page.subarray(at + 1, at + 2 * words) : page.subarray(at + 2, at + 2 + 2 * (page[at + 1] ?? 0));
}

function fontsOf(table: Bytes): (FontCharset | null)[] {
	const fonts: (FontCharset | null)[] = [];
	for (let at = 4; at < table.length; ) {
		const entry = table.subarray(at, at + 1 + (table[at] ?? 0));
		const name = decodeCodePage(entry.subarray(FONT_NAME_AT, entry.length & ~1), UTF_16).split("\0")[0] ?? "";
		fonts.push(charsetOfFont(name));
		at += entry.length;
	}
	return fonts;
}

function stylesOf(sheet: Bytes): Styles {
	const styles = new Map<number, Style>();
	if (sheet.length < 20) return styles;
	const count = at16(sheet, 2);
	const baseBytes = at16(sheet, 4);
	let at = 2 + at16(sheet, 0);
	for (let number = 0; number < count && at + 2 <= sheet.length; number++) {
		const length = at16(sheet, at);
		const style = sheet.subarray(at + 2, at + 2 + length);
		if (style.length > 10) styles.set(number, styleOf(style, baseBytes));
		at += 2 + length + (length % 2);
	}
	return styles;
}

function styleOf(style: Bytes, baseBytes: number): Style {
	const base = at16(style, 2) >> 4;
	const kind = at16(style, 2) & 15;
	const parts = at16(style, 4) & 15;
	const wanted = kind === PARAGRAPH ? 1 : kind === CHARACTER ? 0 : parts - 1;
	let at = baseBytes + 2 + 2 * at16(style, baseBytes) + 2;
	for (let number = 0; number < parts; number++) {
		const size = at16(style, at);
		if (number === wanted) return { base, modifiers: style.subarray(at + 2, at + 2 + size) };
		at += 2 + size + (size % 2);
	}
	return { base, modifiers: NONE };
}
