// Windows metafiles (MS-WMF): every record that draws, onto a board. Twin of backend/documents/metafile/wmf.py.

import type { UnreadableReason } from "../../core/index.ts";
import { packedFile } from "../bitmap.ts";
import type { Bytes } from "../reading.ts";
import { latin } from "../sniff.ts";
import { Unreadable } from "../unreadable.ts";
import { Board, brush, font, pen, type Tool } from "./board.ts";
import { colourOf, FILLS, NO_BRUSH, NO_PEN } from "./emf.ts";
import { narrow } from "./letters.ts";
import type { Box, Figure, Point } from "./outlines.ts";
import * as outlines from "./outlines.ts";
import { corruptBeyondEnd, MetafileRecord } from "./record.ts";

const PLACEABLE = "\xd7\xcd\xc6\x9a";
const [PLACEABLE_BYTES, HEADER_BYTES, RECORD_BYTES] = [22, 18, 6];
const [EOF, SELECT, DELETE, ESCAPE, TEXT, EXTENDED_TEXT] = [0x0000, 0x012d, 0x01f0, 0x0626, 0x0521, 0x0a32];
const [GLYPHS, HAS_BOX] = [0x10, 0x06]; // options of EXTTEXTOUT
const COMMENT = 0x000f;
const ENHANCED = "WMFC";
// Escapes that show something on a printer: pass-through, PostScript
const PRINTED = new Set([0x0013, 0x0014, 0x0025, 0x1013, 0x1014, 0x1015]);
// Regions, and bitmaps of a device: nobody has written them since Windows 3
const UNREAD = new Set([0x0228, 0x0429, 0x012a, 0x012b, 0x01f9]);
const DEVICE_BITMAPS = new Set([0x0922, 0x0b23]);
const SET_BITS_TO_DEVICE = 0x0d33; // comes without an operation

export function isPlaceable(data: Bytes): boolean {
	return latin(data.subarray(0, 4)) === PLACEABLE;
}

export class Wmf {
	readonly board = new Board();
	/** Why some of it was not read. */
	readonly troubles: UnreadableReason[] = [];
	/** Pieces of an enhanced metafile that shows the same. */
	readonly enhanced: Bytes[] = [];
	/** Where the last record ends; 0 without one. */
	ends = 0;
	readonly #tools = new Map<number, Tool>();

	/** Throws Unreadable corrupt where a record reaches beyond the end, and where the last one is missing. */
	read(data: Bytes): void {
		this.board.set({ mode: 8 });
		const records = new MetafileRecord(data);
		for (let at = HEADER_BYTES + (isPlaceable(data) ? PLACEABLE_BYTES : 0); at + RECORD_BYTES <= data.length; ) {
			const size = 2 * records.number(at);
			const kind = records.word(at + 4);
			if (size < RECORD_BYTES || at + size > data.length) throw new Unreadable("corrupt");
			const record = new MetafileRecord(records.slice(at, size));
			corruptBeyondEnd(() => this.#take(kind, record));
			at += size;
			if (kind === EOF) {
				this.ends = at;
				return;
			}
		}
		throw new Unreadable("corrupt");
	}

	#take(kind: number, record: MetafileRecord): void {
		const [setting, tool] = [SETTINGS.get(kind), TOOLS.get(kind)];
		const [figure, bitmap] = [FIGURES.get(kind), BITMAPS.get(kind)];
		const isUnread = UNREAD.has(kind) || (DEVICE_BITMAPS.has(kind) && !hasNoBitmap(kind, record));
		if (kind === ESCAPE) this.#escape(record);
		else if (isUnread) this.troubles.push("unsupported");
		else if (setting !== undefined) setting(this.board, record);
		else if (tool !== undefined) this.#keep(tool(this.board, record));
		else if (figure !== undefined) figure(this.board, record);
		else if (bitmap !== undefined) this.#bitmap(kind, record, bitmap);
		else if (kind === TEXT) this.#text(record);
		else if (kind === EXTENDED_TEXT) this.#extendedText(record);
		else if (kind === SELECT) this.board.use(this.#tools.get(record.short(6)) ?? null);
		else if (kind === DELETE) this.#tools.delete(record.short(6));
	}

	/** Every object made takes the lowest number that is free (3.1.4.1). */
	#keep(tool: Tool): void {
		let number = 0;
		while (this.#tools.has(number)) number += 1;
		this.#tools.set(number, tool);
	}

	#escape(record: MetafileRecord): void {
		const kind = record.word(6);
		const content = record.slice(10, record.word(8));
		if (PRINTED.has(kind)) this.troubles.push("unsupported");
		else if (kind === COMMENT && latin(content.subarray(0, 4)) === ENHANCED) {
			this.enhanced.push(content.subarray(34, 34 + new MetafileRecord(content).number(22)));
		}
	}

	#text(record: MetafileRecord): void {
		const count = record.short(6);
		const place = pair(record, 8 + Math.floor((count + 1) / 2) * 2);
		this.#write(record.slice(8, Math.max(count, 0)), count, place, []);
	}

	#extendedText(record: MetafileRecord): void {
		const [place, count, options] = [pair(record, 6), record.short(10), record.word(12)];
		const begins = options & HAS_BOX ? 22 : 14;
		if (options & GLYPHS) {
			this.troubles.push("text-layer");
			return;
		}
		const spaces = begins + Math.floor((count + 1) / 2) * 2;
		const isKnown = count > 0 && spaces + 2 * count <= record.length;
		const advances = isKnown ? Array.from({ length: count }, (_, index) => record.short(spaces + 2 * index)) : [];
		this.#write(record.slice(begins, Math.max(count, 0)), count, place, advances);
	}

	#write(letters: Bytes, count: number, place: Point, advances: readonly number[]): void {
		if (letters.length < count) throw new Unreadable("corrupt");
		const text = narrow(letters, this.board.setting.font);
		this.board.text(text, place, text.length === advances.length ? advances : []);
	}

	#bitmap(kind: number, record: MetafileRecord, [corner, size, bitmap, mayBeWithout]: Places): void {
		const how = kind === SET_BITS_TO_DEVICE ? 0 : record.number(6);
		const moved = mayBeWithout && hasNoBitmap(kind, record) ? 2 : 0;
		const [[x, y], [across, down]] = [pair(record, corner + moved), pair(record, size + moved)];
		if (moved > 0 || bitmap === 0) {
			if (FILLS.has(how)) this.board.figures([outlines.box([x, y, x + across, y + down])], true);
			return;
		}
		const file = packedFile(record.bytes.subarray(bitmap));
		if (file === null) throw new Unreadable("corrupt");
		this.board.bitmap(file, [x, y], [across, down], how);
	}
}

type Draw = (board: Board, record: MetafileRecord) => void;
type Places = readonly [corner: number, size: number, bitmap: number, mayBeWithout: boolean];

/** Records that may come without: their size is then what their name says, and no more (2.3.1). */
function hasNoBitmap(kind: number, record: MetafileRecord): boolean {
	return record.length / 2 === (kind >> 8) + 3;
}

/** The y comes first. */
function pair(record: MetafileRecord, at = 6): Point {
	return [record.short(at + 2), record.short(at)];
}

function boxOf(record: MetafileRecord, at = 6): Box {
	return [record.short(at + 6), record.short(at + 4), record.short(at + 2), record.short(at)];
}

function many(record: MetafileRecord): Figure[] {
	const count = record.word(6);
	let at = 8 + 2 * count;
	return Array.from({ length: count }, (_, index) => {
		const size = record.word(8 + 2 * index);
		at += 4 * size;
		return record.points(at - 4 * size, size, true);
	});
}

function moved(point: Point, record: MetafileRecord): Point {
	const [x, y] = pair(record);
	return [point[0] + x, point[1] + y];
}

function scaled(size: Point, record: MetafileRecord): Point {
	const [byDown, down, byAcross, across] = [record.short(6), record.short(8), record.short(10), record.short(12)];
	return [(size[0] * across) / (byAcross || 1), (size[1] * down) / (byDown || 1)];
}

/** Who plays the file sets the viewport, to the whole of the first window; units are kept as they are. */
function setWindowSize(board: Board, record: MetafileRecord): void {
	const size = pair(record);
	const { viewportSize } = board.setting;
	const isFirst = viewportSize[0] === 1 && viewportSize[1] === 1;
	board.set({ windowSize: size, viewportSize: isFirst ? [Math.abs(size[0]), Math.abs(size[1])] : viewportSize });
}

const SETTINGS: ReadonlyMap<number, Draw> = new Map<number, Draw>([
	[0x001e, (board) => board.save()],
	[0x0103, (board, record) => board.set({ mode: record.short(6) })],
	[0x0127, (board, record) => board.restore(record.short(6))],
	[0x012e, (board, record) => board.set({ align: record.short(6) })],
	[0x020b, (board, record) => board.set({ window: pair(record) })],
	[0x020c, setWindowSize],
	[0x020d, (board, record) => board.set({ viewport: pair(record) })],
	[0x020e, (board, record) => board.set({ viewportSize: pair(record) })],
	[0x020f, (board, record) => board.set({ window: moved(board.setting.window, record) })],
	[0x0211, (board, record) => board.set({ viewport: moved(board.setting.viewport, record) })],
	[0x0410, (board, record) => board.set({ windowSize: scaled(board.setting.windowSize, record) })],
	[0x0412, (board, record) => board.set({ viewportSize: scaled(board.setting.viewportSize, record) })],
]);

const TOOLS: ReadonlyMap<number, (board: Board, record: MetafileRecord) => Tool> = new Map<
	number,
	(board: Board, record: MetafileRecord) => Tool
>([
	[0x00f7, () => null], // a palette or a region takes a number too
	[0x06ff, () => null],
	[0x0142, patternOf],
	[0x02fa, (_, record) => pen((record.short(6) & 15) === NO_PEN ? null : colourOf(record.number(12)), record.short(8))],
	[0x02fb, fontOf],
	[0x02fc, (_, record) => brush(record.word(6) === NO_BRUSH ? null : colourOf(record.number(8)))],
]);

function fontOf(_: Board, record: MetafileRecord): Tool {
	const name = latin(record.slice(24, 32)).split("\0")[0] ?? "";
	return font(record.short(6), record.short(10) / 10, record.byte(19), name);
}

function patternOf(board: Board, record: MetafileRecord): Tool {
	const file = packedFile(record.bytes.subarray(10));
	if (file !== null) board.patterns.push(file);
	return brush([128, 128, 128]);
}

/** ARC, CHORD and PIE: where the rays through the middle end, and a box. */
function round(record: MetafileRecord, isPie = false): Figure {
	const around = boxOf(record, 14);
	const points = outlines.arc(around, pair(record, 10), pair(record, 6));
	return isPie ? [...points, [(around[0] + around[2]) / 2, (around[1] + around[3]) / 2]] : points;
}

function pixel(board: Board, record: MetafileRecord): void {
	const [x, y] = pair(record, 10);
	const before = board.setting;
	board.set({ brush: brush(colourOf(record.number(6))), pen: pen(null) });
	board.figures([outlines.box([x, y, x + 1, y + 1])], true);
	board.setting = before;
	board.hasOutlines = true;
}

function patternBox(board: Board, record: MetafileRecord): void {
	if (!FILLS.has(record.number(6))) return;
	const [[across, down], [x, y]] = [pair(record, 10), pair(record, 14)];
	board.figures([outlines.box([x, y, x + across, y + down])], true);
}

const FIGURES: ReadonlyMap<number, Draw> = new Map<number, Draw>([
	[0x0213, (board, record) => board.lineTo([pair(record)])],
	[0x0214, (board, record) => board.moveTo(pair(record))],
	[0x0324, (board, record) => board.figures([record.points(8, record.short(6), true)], true)],
	[0x0325, (board, record) => board.figures([record.points(8, record.short(6), true)], false)],
	[0x0418, (board, record) => board.figures([outlines.ellipse(boxOf(record))], true)],
	[0x041b, (board, record) => board.figures([outlines.box(boxOf(record))], true)],
	[0x041f, pixel],
	[0x0538, (board, record) => board.figures(many(record), true)],
	[0x061c, (board, record) => board.figures([outlines.box(boxOf(record, 10))], true)],
	[0x061d, patternBox],
	[0x0817, (board, record) => board.figures([round(record)], false)],
	[0x081a, (board, record) => board.figures([round(record, true)], true)],
	[0x0830, (board, record) => board.figures([round(record)], true)],
]);

// Where the place, the size and the bitmap stand, and whether the record may come without one
const BITMAPS: ReadonlyMap<number, Places> = new Map<number, Places>([
	[0x0922, [18, 14, 0, true]],
	[0x0b23, [22, 18, 0, true]],
	[0x0940, [18, 14, 22, true]],
	[0x0b41, [22, 18, 26, true]],
	[0x0d33, [20, 16, 24, false]],
	[0x0f43, [24, 20, 28, false]],
]);
