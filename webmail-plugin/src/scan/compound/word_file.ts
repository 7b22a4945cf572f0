// The file information block of a Word 97–2003 file (MS-DOC 2.5): where things stand, and how long each story is. Twin
// of backend/documents/compound/word_file.py.

import type { Bytes } from "../reading.ts";
import { Unreadable } from "../unreadable.ts";
import { at16, at32 } from "./numbers.ts";

const IDENTIFIER = 0xa5ec;
const FIRST_OF_WORD_97 = 0x00c1;
const ENCRYPTED = 0x0100; // flags at byte 10
const OTHER_TABLE = 0x0200;
/** Main text, footnotes, headers, macros, comments, endnotes, boxes, boxes in headers. */
export const STORIES = 8;
const FIRST_STORY_COUNT = 3; // of the 32-bit numbers: ccpText

/** Numbers of the places in the table stream (FibRgFcLcb97). */
export const TABLE = {
	styles: 1,
	characterPages: 12,
	paragraphPages: 13,
	fonts: 15,
	pieces: 33,
	drawings: 50,
	lists: 73,
} as const;

export interface WordFile {
	/** The stream WordDocument. */
	readonly main: Bytes;
	readonly table: Bytes;
	/** Characters of each story. */
	readonly lengths: readonly number[];
	/** Bytes of the table stream. @throws Unreadable corrupt when they lie beyond its end. */
	part(which: number): Bytes;
	/** Where that part ends in the table stream. */
	endOf(which: number): number;
}

/** Name of the table stream. @throws Unreadable for what is encrypted, older than Word 97, or no Word file. */
export function tableName(main: Bytes): "0Table" | "1Table" {
	if (main.length < 32) throw new Unreadable("corrupt");
	const flags = at16(main, 10);
	if (flags & ENCRYPTED) throw new Unreadable("encrypted");
	if (at16(main, 2) < FIRST_OF_WORD_97) throw new Unreadable("unsupported");
	if (at16(main, 0) !== IDENTIFIER) throw new Unreadable("corrupt");
	return flags & OTHER_TABLE ? "1Table" : "0Table";
}

export function wordFile(main: Bytes, table: Bytes): WordFile {
	const longs = 34 + 2 * at16(main, 32);
	const longCount = at16(main, longs);
	const pairs = longs + 2 + 4 * longCount;
	const pairCount = at16(main, pairs);
	const lengths = Array.from({ length: STORIES }, (_, story) =>
		at32(main, longs + 2 + 4 * (FIRST_STORY_COUNT + story)),
	);
	const isWhole = pairs + 2 + 8 * pairCount <= main.length && longCount >= FIRST_STORY_COUNT + STORIES;
	if (!isWhole || lengths.some((length) => length > 0x7fffffff) || pairCount <= TABLE.pieces) {
		throw new Unreadable("corrupt");
	}
	const part = (which: number): Bytes => {
		const start = which < pairCount ? at32(main, pairs + 2 + 8 * which) : 0;
		const size = which < pairCount ? at32(main, pairs + 6 + 8 * which) : 0;
		if (size > 0 && start + size > table.length) throw new Unreadable("corrupt");
		return table.subarray(start, start + size);
	};
	const endOf = (which: number): number => {
		const start = which < pairCount ? at32(main, pairs + 2 + 8 * which) : 0;
		return start + part(which).length;
	};
	return { main, table, lengths, part, endOf };
}
