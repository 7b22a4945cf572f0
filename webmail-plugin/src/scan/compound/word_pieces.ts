// The piece table of a Word file (MS-DOC 2.8.35, 2.9.38): which bytes are the text, in which order. A fast-saved file
// has its text in many pieces, some in one byte a character and some in two, and pieces may carry changes of format.
// Twin of backend/documents/compound/word_pieces.py.

import { decodeCodePage, WESTERN } from "../code_page.ts";
import type { Bytes } from "../reading.ts";
import { Unreadable } from "../unreadable.ts";
import { at16, at32 } from "./numbers.ts";

const FORMAT_CHANGES = 1;
const PIECES = 2;
const COMPRESSED = 0x40000000;
// Changes that fit into a piece itself (Prm0): their numbers to the modifiers that Word 97 has for them
const SHORT_MODIFIERS: ReadonlyMap<number, number> = new Map([
	[0x41, 0x0800],
	[0x42, 0x0801],
	[0x5a, 0x083a],
	[0x5b, 0x083b],
	[0x5c, 0x083c],
]);

export interface Piece {
	/** A byte of the stream WordDocument. */
	readonly start: number;
	/** Characters. */
	readonly length: number;
	/** Bytes of a character. */
	readonly width: 1 | 2;
	/** Modifiers (grpprl). */
	readonly changes: Bytes;
}

/** Some characters of a piece. Halves of UTF-16 pairs may come apart where a run ends between them. */
export function textOf(piece: Piece, main: Bytes, offset: number, length: number): string {
	const begins = piece.start + offset * piece.width;
	const bytes = main.subarray(begins, begins + length * piece.width);
	if (piece.width === 1) return decodeCodePage(bytes, WESTERN);
	const units = Array.from({ length: bytes.length >> 1 }, (_, index) => String.fromCharCode(at16(bytes, 2 * index)));
	return units.join("");
}

/** @throws Unreadable corrupt when there is no piece table or it contradicts itself. */
export function readPieces(table: Bytes): Piece[] {
	const changes: Bytes[] = [];
	let at = 0;
	while (table[at] === FORMAT_CHANGES) {
		if (at + 3 > table.length) throw new Unreadable("corrupt");
		const size = at16(table, at + 1);
		changes.push(table.subarray(at + 3, at + 3 + size));
		at += 3 + size;
	}
	const size = at32(table, at + 1);
	const pieces = table.subarray(at + 5, at + 5 + size);
	const isWhole = table[at] === PIECES && pieces.length === size && size >= 16 && (size - 4) % 12 === 0;
	if (!isWhole) throw new Unreadable("corrupt");
	const count = (size - 4) / 12;
	return Array.from({ length: count }, (_, number) => pieceOf(pieces, number, count, changes));
}

function pieceOf(pieces: Bytes, number: number, count: number, changes: readonly Bytes[]): Piece {
	const length = at32(pieces, 4 * (number + 1)) - at32(pieces, 4 * number);
	if (length < 0) throw new Unreadable("corrupt");
	const at = 4 * (count + 1) + 8 * number;
	const place = at32(pieces, at + 2);
	const start = place & (COMPRESSED - 1);
	const own = changesOf(at16(pieces, at + 6), changes);
	return place & COMPRESSED
		? { start: start >> 1, length, width: 1, changes: own }
		: { start, length, width: 2, changes: own };
}

const NONE = new Uint8Array();

function changesOf(modifier: number, changes: readonly Bytes[]): Bytes {
	if (modifier & 1) return changes[modifier >> 1] ?? NONE;
	const code = SHORT_MODIFIERS.get((modifier >> 1) & 0x7f);
	return code === undefined ? NONE : Uint8Array.of(code & 0xff, code >> 8, modifier >> 8);
}
