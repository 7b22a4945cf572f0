// Word 97–2003 files (MS-DOC): the text of every story in its fonts, and where its pictures stand. Twin of
// backend/documents/compound/word.py.

import type { FontCharset, LegacyCharset, Page } from "../../core/index.ts";
import type { Budget } from "../budget.ts";
import { numbered } from "../reading.ts";
import { PAGE_TURN, type RunLook, StyledText } from "../styled_text.ts";
import { Unreadable } from "../unreadable.ts";
import type { Storage } from "./file.ts";
import { Drawings, readDelayed, readPicture } from "./office_art.ts";
import { STORIES, TABLE, tableName, type WordFile, wordFile } from "./word_file.ts";
import { Formats } from "./word_formats.ts";
import { numberingLines } from "./word_lists.ts";
import type { Look } from "./word_modifiers.ts";
import { type Piece, readPieces, textOf } from "./word_pieces.ts";

export const WORD = "application/msword";
const OVERLAP = 4; // times the bytes of the file that its pieces may add up to: more is no text but a trap
const CONTROL = /([\u0000-\u001f(])/u;
const ASCII_OR_NOT = /[\u0000-\u007f]+|[^\u0000-\u007f]+/gu;
const SYMBOL = "(";
const PICTURE = "\u0001";
const PARAGRAPH_ENDS: ReadonlySet<string> = new Set(["\r", "\u0007"]);
const CHARACTERS: ReadonlyMap<string, string> = new Map([
	["\t", "\t"],
	["\n", "\n"],
	["\v", "\n"],
	["\f", PAGE_TURN],
	["\u000e", "\n"],
	["\u001e", "-"],
	[SYMBOL, SYMBOL],
]);
const FIELD_BEGIN = "\u0013";
const FIELD_SEPARATE = "\u0014";
const FIELD_END = "\u0015";

export interface WordText {
	readonly pages: readonly Page[];
	readonly drawings: Drawings;
	/** Something lay beyond the end. */
	readonly isBroken: boolean;
	/** The old one that some of it was written in. */
	readonly charset: LegacyCharset | null;
}

/** @throws Unreadable for what is encrypted, older than Word 97, or has no text that can be found. */
export function readWord(storage: Storage, budget: Budget): WordText {
	const main = storage.stream("WordDocument") ?? new Uint8Array();
	const table = storage.stream(tableName(main));
	if (table === null) throw new Unreadable("corrupt");
	const file = wordFile(main, table);
	const formats = new Formats(file);
	const document = new Document(file, formats, budget);
	document.read(readPieces(file.part(TABLE.pieces)));
	const pages = document.pages();
	const numbering = numberingLines(file, formats);
	if (numbering.length > 0) pages.push({ number: 1, lines: numbering });
	const drawings = new Drawings();
	const data = storage.stream("Data") ?? new Uint8Array();
	for (const place of [...document.pictures].sort((one, other) => one - other)) readPicture(data, place, drawings);
	return { pages, drawings, charset: document.charset, isBroken: !readDrawingsOf(file, drawings) || document.isBroken };
}

/** Whether they could be found. */
function readDrawingsOf(file: WordFile, drawings: Drawings): boolean {
	try {
		readDelayed(file.part(TABLE.drawings), file.main, drawings);
		return true;
	} catch (error) {
		if (error instanceof Unreadable) return false;
		throw error;
	}
}

class Document {
	isBroken = false;
	readonly pictures = new Set<number>();
	readonly #file: WordFile;
	readonly #formats: Formats;
	readonly #budget: Budget;
	readonly #stories = Array.from({ length: STORIES }, () => new StyledText());
	#story = 0;
	#left = 0; // characters of the open story

	constructor(file: WordFile, formats: Formats, budget: Budget) {
		this.#file = file;
		this.#formats = formats;
		this.#budget = budget;
	}

	get charset(): LegacyCharset | null {
		return this.#stories.flatMap(({ charsets }) => [...charsets].sort())[0] ?? null;
	}

	read(pieces: readonly Piece[]): void {
		const { main, lengths } = this.#file;
		this.#left = lengths[0] ?? 0;
		const characters = pieces.reduce((sum, piece) => sum + piece.length, 0);
		if (characters > OVERLAP * main.length) throw new Unreadable("limit");
		this.#budget.takeBytes(characters);
		for (const piece of pieces) {
			this.isBroken ||= piece.start + piece.length * piece.width > main.length;
			this.#readPiece(piece);
		}
		this.isBroken ||= characters < lengths.reduce((sum, length) => sum + length, 0);
	}

	#readPiece(piece: Piece): void {
		let offset = 0;
		while (offset < piece.length) {
			while (this.#left === 0 && this.#story + 1 < STORIES) {
				this.#story += 1;
				this.#left = this.#file.lengths[this.#story] ?? 0;
			}
			const place = piece.start + offset * piece.width;
			const { look, ends } = this.#formats.lookAt(place, piece.changes);
			let length = Math.min(Math.max(Math.floor((ends - place) / piece.width), 1), piece.length - offset);
			if (this.#left > 0) {
				length = Math.min(length, this.#left);
				this.#left -= length;
			}
			this.#readRun(textOf(piece, this.#file.main, offset, length), look);
			offset += length;
		}
	}

	#readRun(text: string, look: Look): void {
		const story = this.#stories[this.#story];
		if (story === undefined) return;
		const own = this.#formats.font(look.fontAscii);
		const other = this.#formats.font(look.fontOther);
		for (const [index, part] of text.split(CONTROL).entries()) {
			const isControl = look.special || own === null || PARAGRAPH_ENDS.has(part) || CHARACTERS.has(part);
			if (index % 2 === 1 && isControl) this.#control(story, part, look, own);
			else add(story, part, look, { own, other }); // controls may be letters of VISCII or VPS
		}
	}

	#control(story: StyledText, character: string, look: Look, font: FontCharset | null): void {
		if (PARAGRAPH_ENDS.has(character)) story.endParagraph();
		else if (character === FIELD_BEGIN) story.beginField();
		else if (character === FIELD_SEPARATE) story.separateField();
		else if (character === FIELD_END) story.endField();
		else if (character === PICTURE && look.special && look.picture !== null) this.pictures.add(look.picture);
		else if (character === SYMBOL && look.special && look.symbol !== null) {
			const { font: number, character: symbol } = look.symbol;
			story.add(String.fromCharCode(symbol), runLook(look, this.#formats.font(number)));
		} else if (character === PAGE_TURN && this.#story > 0) story.add("\n");
		else story.add(CHARACTERS.get(character) ?? "", runLook(look, font));
	}

	/** The main text's pages first; every other story is a page numbered 1. */
	pages(): Page[] {
		return this.#stories.flatMap((story) => numbered(story.end().pages));
	}
}

interface Fonts {
	readonly own: FontCharset | null;
	readonly other: FontCharset | null;
}

function add(story: StyledText, text: string, look: Look, { own, other }: Fonts): void {
	if (text === "") return;
	if (own?.charset === other?.charset && own?.capitals === other?.capitals) {
		story.add(text, runLook(look, own));
		return;
	}
	for (const part of text.match(ASCII_OR_NOT) ?? []) {
		story.add(part, runLook(look, part.charCodeAt(0) < 0x80 ? own : other));
	}
}

function runLook(look: Look, font: FontCharset | null): RunLook {
	const { hidden, deleted, inserted } = look;
	return { font, capitals: look.capitals || look.smallCapitals, hidden, deleted, inserted };
}
