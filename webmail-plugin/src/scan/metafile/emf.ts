// Enhanced metafiles (MS-EMF): every record that draws, onto a board. Twin of backend/documents/metafile/emf.py.

import type { UnreadableReason } from "../../core/index.ts";
import { pictureFile } from "../bitmap.ts";
import { decodeCodePage, UTF_16 } from "../code_page.ts";
import type { Bytes } from "../reading.ts";
import { find, latin } from "../sniff.ts";
import { Unreadable } from "../unreadable.ts";
import { Board, brush, type Colour, font, type Matrix, pen, type Tool, UNCHANGED } from "./board.ts";
import { EmfPlus } from "./emf_plus.ts";
import { narrow } from "./letters.ts";
import type { Figure, Point } from "./outlines.ts";
import * as outlines from "./outlines.ts";
import { corruptBeyondEnd, type Four, MetafileRecord } from "./record.ts";

const [EOF, COMMENT, SELECT, GRADIENT] = [14, 70, 37, 118];
const RECORD_BYTES = 8;
const [GLYPHS, SMALL_LETTERS, NO_BOUNDS] = [0x10, 0x200, 0x100]; // options of text records
const STOCK = 0x80000000;
const STOCK_TOOLS: ReadonlyMap<number, Tool> = new Map([
	...[255, 192, 128, 64, 0].map((grey, number): [number, Tool] => [number, brush([grey, grey, grey])]),
	[5, brush(null)],
	[6, pen([255, 255, 255])],
	[7, pen()],
	[8, pen(null)],
	...Array.from({ length: 8 }, (_, index): [number, Tool] => [10 + index, font()]),
	[18, brush()],
	[19, pen()],
]);
export const NO_PEN = 5;
export const NO_BRUSH = 1;
const PLUS = "EMF+";
const MULTIFORMATS = "GDIC\x04\0\0\x40";
// OpenGL, printers' own commands: drawn by nobody here
const UNREAD = new Set([102, 103, 105, 106, 110]);
const TRIANGLES = 2;
export const FILLS = new Set([0x00f00021, 0x00000042, 0x00ff0062]); // need no bitmap: pattern, black, white

export class Emf {
	readonly board = new Board();
	readonly plus = new EmfPlus();
	/** Why some of it was not read. */
	readonly troubles: UnreadableReason[] = [];
	/** PDFs that say the same. */
	readonly documents: Bytes[] = [];
	/** Where the last record ends; 0 without one. */
	ends = 0;
	readonly #tools = new Map<number, Tool>();

	/** Throws Unreadable corrupt where a record reaches beyond the end, and where the last one is missing. */
	read(data: Bytes): void {
		const records = new MetafileRecord(data);
		for (let at = 0; at + RECORD_BYTES <= data.length; ) {
			const kind = records.number(at);
			const size = records.number(at + 4);
			if (size < RECORD_BYTES || size % 4 !== 0 || at + size > data.length) throw new Unreadable("corrupt");
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
		const [setting, figure, bitmap] = [SETTINGS.get(kind), FIGURES.get(kind), BITMAPS.get(kind)];
		if (kind === COMMENT) this.#comment(record);
		else if (UNREAD.has(kind)) this.troubles.push("unsupported");
		else if (setting !== undefined) setting(this.board, record);
		else if (figure !== undefined) figure(this.board, record);
		else if (bitmap !== undefined) this.#bitmap(record, bitmap);
		else if (kind === SELECT) {
			const number = record.number(8);
			this.board.use((number >= STOCK ? STOCK_TOOLS.get(number - STOCK) : this.#tools.get(number)) ?? null);
		} else if (kind === GRADIENT) {
			if (record.number(32) === TRIANGLES) this.troubles.push("unsupported");
		} else this.#takeTextOrTool(kind, record);
	}

	#takeTextOrTool(kind: number, record: MetafileRecord): void {
		if (kind === 83 || kind === 84) this.#text(record, 36, kind === 84);
		else if (kind === 96 || kind === 97) {
			const count = Math.min(record.number(36), Math.floor(record.length / 40));
			for (let index = 0; index < count; index++) this.#text(record, 40 + 40 * index, kind === 97);
		} else if (kind === 108) this.#smallText(record);
		else if (kind === 93 || kind === 94) this.#tools.set(record.number(8), this.#pattern(record));
		else {
			const tool = TOOLS.get(kind);
			if (tool !== undefined) this.#tools.set(record.number(8), tool(record));
		}
	}

	#comment(record: MetafileRecord): void {
		const content = record.slice(12, record.number(8));
		const head = latin(content.subarray(0, 8));
		const document = find(content, "%PDF-");
		if (document >= 0) this.documents.push(content.subarray(document));
		if (head.startsWith(PLUS)) this.plus.read(content.subarray(4));
		else if (head === MULTIFORMATS && (new MetafileRecord(content).number(24) > 1 || document < 0)) {
			this.troubles.push("unsupported"); // a Mac keeps one PDF
		}
	}

	/** An EmrText object (2.2.5). */
	#text(record: MetafileRecord, at: number, isWide: boolean): void {
		const [reference, count, begins] = [record.point(at), record.number(at + 8), record.number(at + 12)];
		const [options, spaces] = [record.number(at + 16), record.number(at + 36)];
		if (options & GLYPHS) {
			if (count > 0) this.troubles.push("text-layer");
			return;
		}
		const letters = record.slice(begins, count * (isWide ? 2 : 1));
		if (begins < RECORD_BYTES || letters.length < count * (isWide ? 2 : 1)) throw new Unreadable("corrupt");
		const isKnown = spaces > 0 && spaces + 4 * count <= record.length;
		const advances = isKnown ? Array.from({ length: count }, (_, index) => record.int(spaces + 4 * index)) : [];
		const text = isWide ? decodeCodePage(letters, UTF_16) : narrow(letters, this.board.setting.font);
		this.board.text(text, reference, advances);
	}

	#smallText(record: MetafileRecord): void {
		const [count, options] = [record.number(16), record.number(20)];
		const isWide = (options & SMALL_LETTERS) === 0;
		const letters = record.slice(options & NO_BOUNDS ? 36 : 52, count * (isWide ? 2 : 1));
		if (options & GLYPHS) this.troubles.push("text-layer");
		else if (letters.length < count * (isWide ? 2 : 1)) throw new Unreadable("corrupt");
		else this.board.text(isWide ? decodeCodePage(letters, UTF_16) : latin(letters), record.point(8), []);
	}

	#pattern(record: MetafileRecord): Tool {
		const [header, headerBytes, bits, bitBytes] = record.four(16);
		if (headerBytes > 0) {
			this.board.patterns.push(pictureFile(record.slice(header, headerBytes), record.slice(bits, bitBytes)));
		}
		return brush([128, 128, 128]);
	}

	#bitmap(record: MetafileRecord, [corner, size, sources, operation]: Four): void {
		const [header, headerBytes, bits, bitBytes] = record.four(sources);
		const [place, length] = [record.point(corner), record.point(size)];
		const how = operation > 0 ? record.number(operation) : 0;
		if (headerBytes === 0) {
			const around = [place[0], place[1], place[0] + length[0], place[1] + length[1]] as const;
			if (FILLS.has(how)) this.board.figures([outlines.box(around)], true);
			return;
		}
		const isWhole = header + headerBytes <= record.length && bits + bitBytes <= record.length;
		if (!isWhole) throw new Unreadable("corrupt");
		const file = pictureFile(record.slice(header, headerBytes), record.slice(bits, bitBytes));
		this.board.bitmap(file, place, length, how);
	}
}

type Draw = (board: Board, record: MetafileRecord) => void;

export function colourOf(value: number): Colour {
	return [value & 255, (value >> 8) & 255, (value >> 16) & 255];
}

function one(record: MetafileRecord, areSmall: boolean): Figure {
	return record.points(28, record.number(24), areSmall);
}

function many(record: MetafileRecord, areSmall: boolean): Figure[] {
	const [count, total] = [record.number(24), record.number(28)];
	if (count > record.length / 4) throw new Unreadable("corrupt");
	const points = record.points(32 + 4 * count, total, areSmall);
	let start = 0;
	return Array.from({ length: count }, (_, index) => {
		const size = record.number(32 + 4 * index);
		start += size;
		return points.slice(start - size, start);
	});
}

function scaled(size: Point, record: MetafileRecord): Point {
	const [across, byAcross, down, byDown] = record.box(8);
	return [(size[0] * across) / (byAcross || 1), (size[1] * down) / (byDown || 1)];
}

function modify(board: Board, record: MetafileRecord): void {
	const matrix = record.floats(8, 6) as unknown as Matrix;
	const now = board.setting.world;
	const mode = record.number(32);
	if (mode === 1) board.set({ world: UNCHANGED });
	else if (mode === 2) board.set({ world: product(matrix, now) });
	else if (mode === 3) board.set({ world: product(now, matrix) });
	else if (mode === 4) board.set({ world: matrix });
}

function product([a, b, c, d, e, f]: Matrix, [p, q, r, s, t, u]: Matrix): Matrix {
	return [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u];
}

const SETTINGS: ReadonlyMap<number, Draw> = new Map<number, Draw>([
	[9, (board, record) => board.set({ windowSize: record.point(8) })],
	[10, (board, record) => board.set({ window: record.point(8) })],
	[11, (board, record) => board.set({ viewportSize: record.point(8) })],
	[12, (board, record) => board.set({ viewport: record.point(8) })],
	[17, (board, record) => board.set({ mode: record.number(8) })],
	[22, (board, record) => board.set({ align: record.number(8) })],
	[31, (board, record) => board.set({ viewportSize: scaled(board.setting.viewportSize, record) })],
	[32, (board, record) => board.set({ windowSize: scaled(board.setting.windowSize, record) })],
	[33, (board) => board.save()],
	[34, (board, record) => board.restore(record.int(8))],
	[35, (board, record) => board.set({ world: record.floats(8, 6) as unknown as Matrix })],
	[36, modify],
]);

const TOOLS: ReadonlyMap<number, (record: MetafileRecord) => Tool> = new Map<number, (record: MetafileRecord) => Tool>([
	[38, (record) => pen(penColour(record.number(12), record.number(24)), record.number(16))],
	[39, (record) => brush(record.number(12) === NO_BRUSH ? null : colourOf(record.number(16)))],
	[82, fontOf],
	[95, (record) => pen(penColour(record.number(28), record.number(40)), record.number(32))],
]);

function fontOf(record: MetafileRecord): Tool {
	const name = decodeCodePage(record.slice(40, 64), UTF_16).split("\0")[0] ?? "";
	return font(record.int(12), record.int(20) / 10, record.byte(35), name);
}

function penColour(style: number, colour: number): Colour | null {
	return (style & 15) === NO_PEN ? null : colourOf(colour);
}

function curveTo(board: Board, points: readonly Point[]): void {
	board.lineTo(outlines.curve([board.setting.at, ...points]).slice(1));
}

/** ARC, CHORD, PIE and ARCTO: a box, and where the rays through its middle end. */
function round(record: MetafileRecord, isPie = false): Figure {
	const around = record.box(8);
	const points = outlines.arc(around, record.point(24), record.point(32));
	return isPie ? [...points, [(around[0] + around[2]) / 2, (around[1] + around[3]) / 2]] : points;
}

function region(record: MetafileRecord, at: number): Figure[] {
	const count = Math.min(record.number(at + 8), Math.floor(record.length / 16));
	return Array.from({ length: count }, (_, index) => outlines.box(record.box(at + 32 + 16 * index)));
}

function pixel(board: Board, record: MetafileRecord): void {
	const [x, y] = record.point(8);
	const before = board.setting;
	board.set({ brush: brush(colourOf(record.number(16))), pen: pen(null) });
	board.figures([outlines.box([x, y, x + 1, y + 1])], true);
	board.setting = before;
	board.hasOutlines = true;
}

/** POLYDRAW: points, and what each of them is (move 6, line 2, curve 4, 1 closes). */
function mixed(board: Board, record: MetafileRecord, areSmall: boolean): void {
	const points = one(record, areSmall);
	let curves: Point[] = [];
	for (const [index, point] of points.entries()) {
		const kind = record.bytes[28 + points.length * (areSmall ? 4 : 8) + index];
		if (kind === undefined) break;
		if ((kind & 6) === 6) board.moveTo(point);
		else if ((kind & 6) === 2) board.lineTo([point]);
		else if (curves.push(point) === 3) {
			curveTo(board, curves);
			curves = [];
		}
		if (kind & 1) board.close();
	}
}

/** A record with points of four bytes, and its twin with points of two. */
function bothSizes(kind: number, draw: (board: Board, record: MetafileRecord, areSmall: boolean) => void) {
	return [
		[kind, (board: Board, record: MetafileRecord) => draw(board, record, false)],
		[kind + 83, (board: Board, record: MetafileRecord) => draw(board, record, true)],
	] as const;
}

const FIGURES: ReadonlyMap<number, Draw> = new Map<number, Draw>([
	...bothSizes(2, (board, record, areSmall) => board.figures([outlines.curve(one(record, areSmall))], false)),
	...bothSizes(3, (board, record, areSmall) => board.figures([one(record, areSmall)], true)),
	...bothSizes(4, (board, record, areSmall) => board.figures([one(record, areSmall)], false)),
	...bothSizes(5, (board, record, areSmall) => curveTo(board, one(record, areSmall))),
	...bothSizes(6, (board, record, areSmall) => board.lineTo(one(record, areSmall))),
	...bothSizes(7, (board, record, areSmall) => board.figures(many(record, areSmall), false)),
	...bothSizes(8, (board, record, areSmall) => board.figures(many(record, areSmall), true)),
	[15, pixel],
	[27, (board, record) => board.moveTo(record.point(8))],
	[42, (board, record) => board.figures([outlines.ellipse(record.box(8))], true)],
	[43, (board, record) => board.figures([outlines.box(record.box(8))], true)],
	[44, (board, record) => board.figures([outlines.box(record.box(8))], true)],
	[45, (board, record) => board.figures([round(record)], false)],
	[46, (board, record) => board.figures([round(record)], true)],
	[47, (board, record) => board.figures([round(record, true)], true)],
	[54, (board, record) => board.lineTo([record.point(8)])],
	[55, (board, record) => board.lineTo(round(record))],
	[56, (board, record) => mixed(board, record, false)],
	[59, (board) => board.beginPath()],
	[60, (board) => board.endPath()],
	[61, (board) => board.close()],
	[62, (board) => board.drawPath({ fill: true, stroke: false })],
	[63, (board) => board.drawPath({ fill: true, stroke: true })],
	[64, (board) => board.drawPath({ fill: false, stroke: true })],
	[67, (board) => board.clipToPath()],
	[68, (board) => board.drawPath({ fill: false, stroke: false })],
	[71, (board, record) => board.figures(region(record, 32), true)],
	[72, (board, record) => board.figures(region(record, 40), true)],
	[74, (board, record) => board.figures(region(record, 28), true)],
	[92, (board, record) => mixed(board, record, true)],
]);

// Where the place, the size, the bitmap and the operation stand in records with bitmaps
const BITMAPS: ReadonlyMap<number, Four> = new Map<number, Four>([
	[76, [24, 32, 84, 40]],
	[77, [24, 32, 84, 40]],
	[78, [24, 32, 84, 40]],
	[79, [8, 16, 96, 0]],
	[80, [24, 40, 48, 0]],
	[81, [24, 72, 48, 68]],
	[114, [24, 32, 84, 0]],
	[116, [24, 32, 84, 0]],
]);
