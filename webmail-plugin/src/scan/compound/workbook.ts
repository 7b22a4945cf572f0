// Excel 5–2003 workbooks (MS-XLS): each sheet is a page, hidden or not; what hangs on a sheet is on its page too.
// Numbers and dates are no text; a formula shows its last result. Cells, headers and boxes are read in their fonts. Twin
// of backend/documents/compound/workbook.py.

import type { LegacyCharset, Page } from "../../core/index.ts";
import { decodeCodePage, UTF_16, WESTERN } from "../code_page.ts";
import { RunText } from "../office/run_text.ts";
import { headerTexts, quotedText } from "../office/sheet_header.ts";
import type { Bytes } from "../reading.ts";
import { pieces } from "../spacing.ts";
import { Unreadable } from "../unreadable.ts";
import { LETTERS } from "../word/story.ts";
import { type BiffRecord, BiffRecords, EndOfRecord, HIGH_BYTES, latin1, type RichString, Source } from "./biff.ts";
import { joined, STREAM, type Storage } from "./file.ts";
import { at16, at32 } from "./numbers.ts";
import { Drawings, readDrawings } from "./office_art.ts";
import { Sheet } from "./sheet.ts";

export const EXCEL = "application/vnd.ms-excel";
export const PIVOTS = "_SX_DB_CUR";
const EXCEL_97 = 0x0600;
const EXCEL_5 = 0x0500;
// Characters that cells may repeat for each byte of the file: a string stands once, and cells of 14 bytes refer to it
const MOST_REPEATED = 20;
const ALWAYS_ENOUGH = 4_000_000;
const NO_RESULT: ReadonlySet<string> = new Set(["0,0,0,0,0,0,0,0", "3,0,0,0,0,0,255,255"]);
const FORMULA_AT = 22; // where a formula's tokens begin
const LITERAL = 0x17; // the token of a text
const LOST_FONT = 4; // no font has this number; those behind it are counted one too high
const BEGIN = 0x809;
const PIVOT_TEXT = 0xcd;
const RICH_LABEL = 0xd6;

export interface WorkbookText {
	readonly pages: readonly Page[];
	readonly drawings: Drawings;
	readonly charset: LegacyCharset | null;
	readonly isBroken: boolean;
	/** Objects of Excel 5, whose texts are not looked for. */
	readonly isUnread: boolean;
}

/** @throws Unreadable for what is encrypted or older than Excel 5. */
export function readWorkbook(stream: Bytes): WorkbookText {
	const workbook = new Workbook(stream);
	workbook.read();
	return workbook.result();
}

/** Texts that tables keep of the data they sum up, which may stand nowhere else (MS-XLS 2.4.313). */
export function pivotLines(storage: Storage): string[] {
	const lines: string[] = [];
	for (const entry of storage.children()) {
		if (entry.kind !== STREAM) continue;
		for (const record of new BiffRecords(storage.file.read(entry))) {
			if (record.kind === PIVOT_TEXT) lines.push(...pieces(textUnlessCut(new Source(record.pieces))));
		}
	}
	return lines;
}

function textUnlessCut(source: Source): string {
	try {
		return source.string(source.short()).text;
	} catch (error) {
		if (error instanceof EndOfRecord) return "";
		throw error;
	}
}

class Workbook {
	readonly #stream: Bytes;
	readonly #drawings = new Drawings();
	readonly #fonts: string[] = [];
	readonly #formats: number[] = [];
	readonly #strings: RichString[] = [];
	readonly #shown = new Set<number>();
	readonly #lines = new Map<string, readonly string[]>();
	readonly #names = new Map<number, string>();
	readonly #apart = new Sheet(); // what belongs to no sheet
	readonly #sheets: Sheet[] = [];
	readonly #runText = new RunText();
	#isWide = true; // Excel 97: strings of Unicode
	#codePage = WESTERN;
	#open = 0; // parts inside parts
	#formula: readonly [row: number, column: number, look: number] = [0, 0, 0];
	#characters = 0;
	#isBroken = false;
	#isUnread = false;

	constructor(stream: Bytes) {
		this.#stream = stream;
	}

	read(): void {
		const records = new BiffRecords(this.#stream);
		for (const record of records) {
			if (this.#open === 0 && record.kind !== BEGIN) continue;
			try {
				this.#handlers.get(record.kind)?.(record);
			} catch (error) {
				if (!(error instanceof EndOfRecord)) throw error;
				this.#isBroken = true;
			}
		}
		const begun = new Set(this.#sheets.map((sheet) => sheet.at));
		const isLost = this.#open !== 0 || [...this.#names.keys()].some((at) => !begun.has(at));
		this.#isBroken ||= records.isBroken || isLost;
	}

	result(): WorkbookText {
		const pages: Page[] = [];
		for (const [index, sheet] of this.#sheets.entries()) {
			const drawings = new Drawings();
			readDrawings(joined(sheet.drawings), drawings);
			for (const picture of drawings.pictures) this.#drawings.addPicture(picture);
			const name = pieces(this.#names.get(sheet.at) ?? "");
			pages.push({ number: index + 1, lines: [...sheet.lines(), ...drawings.lines, ...name] });
		}
		const neverShown = [...this.#strings.keys()].filter((number) => !this.#shown.has(number));
		const rest = [...this.#apart.lines(), ...neverShown.flatMap((number) => this.#stringLines(number, 0))];
		if (rest.length > 0) pages.push({ number: 1, lines: rest });
		const { charset } = this.#runText;
		return { pages, drawings: this.#drawings, charset, isBroken: this.#isBroken, isUnread: this.#isUnread };
	}

	readonly #handlers: ReadonlyMap<number, (record: BiffRecord) => void> = new Map<number, (record: BiffRecord) => void>(
		[
			[BEGIN, (record) => this.#begin(record)],
			[0x0a, () => this.#end()],
			[0x2f, () => this.#locked()],
			[0x42, ({ data }) => this.#codePageIs(at16(whole(data, 2), 0))],
			[0x31, ({ data }) => this.#fonts.push(this.#shortString(data, 14))],
			[0xe0, ({ data }) => this.#formats.push(at16(whole(data, 2), 0))],
			[0x41e, (record) => this.#numberFormat(record)],
			[0x85, ({ data }) => this.#names.set(at32(whole(data, 7), 0), this.#shortString(data, 6))],
			[0xfc, (record) => this.#readStrings(record)],
			[0xeb, (record) => readDrawings(joined(record.pieces), this.#drawings)],
			[0xfd, (record) => this.#labelOfStrings(record)],
			[0x204, (record) => this.#label(record)],
			[RICH_LABEL, (record) => this.#label(record)],
			[0x06, (record) => this.#readFormula(record)],
			[0x207, (record) => this.#cellText(this.#formula, this.#text(record, 0))],
			[0x14, (record) => this.#header(record)],
			[0x15, (record) => this.#header(record)],
			[0x1c, ({ data }) => this.#note(data)],
			[0x5d, () => this.#object()],
			[0xec, (record) => this.#sheet.drawings.push(...record.pieces)],
			[0x1b6, (record) => this.#box(record)],
			[0x1be, (record) => this.#validation(record)],
			[0x100d, ({ data }) => this.#chartText(data)],
		],
	);

	get #sheet(): Sheet {
		return this.#sheets.at(-1) ?? this.#apart;
	}

	// parts

	#begin({ data, at }: BiffRecord): void {
		const version = at16(whole(data, 2), 0);
		if (version !== EXCEL_97 && version !== EXCEL_5) throw new Unreadable("unsupported");
		this.#open += 1;
		if (this.#open > 1) return; // a chart inside a sheet
		this.#isWide = version === EXCEL_97;
		if (at > 0) this.#sheets.push(new Sheet(at));
	}

	#end(): void {
		this.#open -= 1;
	}

	#locked(): void {
		throw new Unreadable("encrypted");
	}

	#codePageIs(codePage: number): void {
		this.#codePage = codePage;
	}

	#object(): void {
		this.#isUnread ||= !this.#isWide;
	}

	// what the workbook holds once

	#numberFormat(record: BiffRecord): void {
		const code = this.#isWide ? this.#text(record, 2).text : this.#shortString(record.data, 2);
		this.#apart.around.push(...pieces(quotedText(code)).filter((line) => LETTERS.test(line)));
	}

	#readStrings(record: BiffRecord): void {
		const source = new Source(record.pieces);
		source.number();
		for (let left = source.number(); left > 0; left--) this.#strings.push(source.string(source.short()));
	}

	// cells

	#labelOfStrings({ data }: BiffRecord): void {
		const number = at32(whole(data, 10), 6);
		this.#shown.add(number);
		this.#cell(at16(data, 0), at16(data, 2), this.#stringLines(number, this.#fontOf(at16(data, 4))));
	}

	#label(record: BiffRecord): void {
		this.#cellText(cellOf(record.data), this.#text(record, 6));
	}

	/** Its result follows in a record of its own. One that was never worked out (0, or empty) will be when the file is
	 *  opened: the texts in it, each and all together. */
	#readFormula({ data }: BiffRecord): void {
		this.#formula = cellOf(data);
		if (!NO_RESULT.has(data.subarray(6, 14).join())) return;
		const texts = literals(data.subarray(FORMULA_AT)).filter((text) => LETTERS.test(text));
		const together = texts.length > 1 ? [texts.join("")] : [];
		const [row, column, look] = this.#formula;
		const font = this.#fontOf(look);
		this.#cell(
			row,
			column,
			[...texts, ...together].flatMap((text) => this.#inFonts({ text, runs: [] }, font)),
		);
	}

	#cellText([row, column, look]: readonly [number, number, number], text: RichString): void {
		this.#cell(row, column, this.#inFonts(text, this.#fontOf(look)));
	}

	#cell(row: number, column: number, lines: readonly string[]): void {
		for (const line of lines) this.#characters += line.length;
		if (this.#characters > Math.max(MOST_REPEATED * this.#stream.length, ALWAYS_ENOUGH)) throw new Unreadable("limit");
		this.#sheet.addCell(row, column, lines);
	}

	// what hangs on sheets

	#header(record: BiffRecord): void {
		if (record.data.length === 0) return;
		const text = this.#isWide ? this.#text(record, 0).text : this.#shortString(record.data, 0);
		this.#sheet.around.push(...headerTexts(text, this.#runText));
	}

	#note(data: Bytes): void {
		if (this.#isWide) return; // its text is a box
		this.#sheet.around.push(...pieces(decodeCodePage(data.subarray(6), this.#codePage)));
	}

	/** Characters in the continuations, then the fonts of their runs: 8 bytes each. */
	#box({ data, pieces: parts }: BiffRecord): void {
		const characters = at16(whole(data, 14), 10);
		if (characters === 0) return;
		const source = new Source(parts.slice(1));
		const text = source.characters(characters, Boolean(source.byte() & HIGH_BYTES));
		const runs: (readonly [number, number])[] = [];
		for (let left = at16(data, 12) >> 3; left > 0; left--) {
			const run = source.take(8);
			runs.push([at16(run, 0), at16(run, 2)]);
		}
		this.#sheet.around.push(...this.#inFonts({ text, runs }, 0));
	}

	/** Titles and texts that appear beside a cell; the number before them says how. */
	#validation(record: BiffRecord): void {
		const source = new Source(record.pieces);
		source.number();
		for (let text = 0; text < 4; text++) {
			this.#sheet.around.push(...pieces(source.string(source.short()).text.replaceAll("\0", "")));
		}
	}

	#chartText(data: Bytes): void {
		const count = whole(data, 3)[2] ?? 0;
		const text = this.#isWide ? new Source([data.subarray(3)]).string(count).text : this.#shortString(data, 2);
		this.#sheet.around.push(...pieces(text));
	}

	// texts

	#text(record: BiffRecord, at: number): RichString {
		const source = new Source([record.data.subarray(at), ...record.pieces.slice(1)]);
		const count = source.short();
		if (this.#isWide) return source.string(count);
		const text = decodeCodePage(source.take(count), this.#codePage);
		const runs: (readonly [number, number])[] = [];
		if (record.kind !== RICH_LABEL) return { text, runs };
		for (let left = source.byte(); left > 0; left--) runs.push([source.byte(), source.byte()]);
		return { text, runs };
	}

	#shortString(data: Bytes, at: number): string {
		const count = whole(data, at + 1)[at] ?? 0;
		const isUnicode = this.#isWide && (at === 6 || at === 14);
		if (isUnicode) return new Source([data.subarray(at + 1)]).string(count).text;
		return decodeCodePage(data.subarray(at + 1, at + 1 + count), this.#codePage);
	}

	#stringLines(number: number, font: number): readonly string[] {
		const key = `${number} ${font}`;
		const string = this.#strings[number];
		if (string === undefined) throw new EndOfRecord();
		const found = this.#lines.get(key) ?? this.#inFonts(string, font);
		this.#lines.set(key, found);
		return found;
	}

	#inFonts({ text, runs }: RichString, first: number): string[] {
		let [read, at, font] = ["", 0, first];
		for (const [begins, number] of runs) {
			read += this.#runText.read(text.slice(at, Math.max(begins, at)), this.#fontName(font));
			at = Math.max(at, begins);
			font = number;
		}
		return pieces(read + this.#runText.read(text.slice(at), this.#fontName(font)));
	}

	#fontOf(look: number): number {
		return this.#formats[look] ?? 0;
	}

	#fontName(number: number): string {
		return this.#fonts[number > LOST_FONT ? number - 1 : number] ?? "";
	}
}

/** The bytes, if there are at least so many. */
function whole(data: Bytes, size: number): Bytes {
	if (data.length < size) throw new EndOfRecord();
	return data;
}

function cellOf(data: Bytes): readonly [row: number, column: number, look: number] {
	whole(data, 6);
	return [at16(data, 0), at16(data, 2), at16(data, 4)];
}

/** Texts in a formula: whatever looks like one, for the tokens before it are not taken apart. */
function literals(tokens: Bytes): string[] {
	const found: string[] = [];
	for (let at = tokens.indexOf(LITERAL); at >= 0 && at < tokens.length - 3; at = tokens.indexOf(LITERAL, at + 1)) {
		const count = tokens[at + 1] ?? 0;
		const wide = tokens[at + 2] ?? 0;
		const text = tokens.subarray(at + 3, at + 3 + count * (1 + wide));
		if (wide > 1 || count === 0 || text.length < count * (1 + wide)) continue;
		found.push(wide ? decodeCodePage(text, UTF_16) : latin1(text));
		at += 2 + text.length;
	}
	return found;
}
