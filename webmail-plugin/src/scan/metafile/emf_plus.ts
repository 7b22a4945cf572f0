// The second way of saying what a metafile shows (MS-EMFPLUS): strings and pictures. Of drawings it is said that they
// were not read, unless the file says all of it the first way too. Twin of backend/documents/metafile/emf_plus.py.

import { pictureFile } from "../bitmap.ts";
import { decodeCodePage, UTF_16 } from "../code_page.ts";
import type { Bytes } from "../reading.ts";
import { Unreadable } from "../unreadable.ts";
import { type Drawn, type Font, font } from "./board.ts";
import type { Point } from "./outlines.ts";
import { corruptBeyondEnd, MetafileRecord } from "./record.ts";

const [HEADER, OBJECT, DRAW_STRING, DRAW_DRIVER_STRING] = [0x4001, 0x4008, 0x401c, 0x4036];
const RECORD_BYTES = 12;
const [IMAGE, FONT] = [5, 6]; // kinds of objects
const CONTINUED = 0x8000;
const UNICODE_LETTERS = 1;
const METAFILE = 2;
const FILE = 1;
// Polygons, regions, paths and curves; rectangles, lines and ellipses say nothing
const DRAWINGS = new Set([0x400c, 0x4013, 0x4014, 0x4015, 0x4016, 0x4017, 0x4018, 0x4019]);
// Pixel formats to bits a pixel, where the pixels stand as in a bitmap
const PIXEL_BITS: ReadonlyMap<number, number> = new Map([
	[0x00021808, 24],
	[0x00022009, 32],
	[0x0026200a, 32],
	[0x000e200b, 32],
]);

interface Begun {
	readonly pieces: Bytes[];
	total: number;
}

export class EmfPlus {
	readonly strings: Drawn[] = [];
	readonly pictures: Bytes[] = [];
	/** Nothing of it is said the first way. */
	isAll = false;
	hasDrawings = false;
	/** It draws what is not read. */
	isUnread = false;
	/** Letters without their code points. */
	isMisread = false;
	readonly #fonts = new Map<number, Font>();
	readonly #begun = new Map<number, Begun>();

	get isUnfinished(): boolean {
		return this.#begun.size > 0;
	}

	/** The records of one comment. Throws Unreadable corrupt. */
	read(data: Bytes): void {
		const records = new MetafileRecord(data);
		for (let at = 0; at + RECORD_BYTES <= data.length; ) {
			const size = records.number(at + 4);
			const dataBytes = records.number(at + 8);
			const isWhole = size >= RECORD_BYTES && at + size <= data.length && dataBytes <= size - RECORD_BYTES;
			if (!isWhole) throw new Unreadable("corrupt");
			const content = new MetafileRecord(records.slice(at + RECORD_BYTES, dataBytes));
			corruptBeyondEnd(() => this.#take(records.word(at), records.word(at + 2), content));
			at += size;
		}
	}

	#take(kind: number, flags: number, content: MetafileRecord): void {
		if (kind === HEADER) this.isAll ||= (flags & 1) === 0;
		else if (kind === OBJECT) this.#object(flags, content);
		else if (kind === DRAW_STRING) {
			const corner: Point = [content.float(12), content.float(16)];
			const text = decodeCodePage(content.slice(28, 2 * content.number(8)), UTF_16);
			this.#string(text, flags, corner, []);
		} else if (kind === DRAW_DRIVER_STRING) this.#driverString(flags, content);
		else if (DRAWINGS.has(kind)) this.hasDrawings = true;
	}

	#object(flags: number, content: MetafileRecord): void {
		const whole = this.#whole(flags & 0x7fff, (flags & CONTINUED) !== 0, content);
		if (whole === null) return;
		const kind = (flags >> 8) & 0x7f;
		if (kind === FONT) {
			const name = decodeCodePage(whole.slice(24, 2 * whole.number(20)), UTF_16);
			this.#fonts.set(flags & 0xff, font(whole.float(4), 0, 0, name));
		} else if (kind === IMAGE) this.#image(whole);
	}

	/** An object in several records: each but the last begins with the bytes of all together. */
	#whole(key: number, isContinued: boolean, content: MetafileRecord): MetafileRecord | null {
		const begun = this.#begun.get(key) ?? { pieces: [], total: 0 };
		if (!isContinued && begun.pieces.length === 0) return content;
		const had = begun.pieces.reduce((sum, piece) => sum + piece.length, 0);
		if (isContinued) begun.total = content.number(0);
		begun.pieces.push(content.bytes.subarray(isContinued || had + content.length > begun.total ? 4 : 0));
		const whole = joined(begun.pieces);
		if (isContinued && whole.length < begun.total) {
			this.#begun.set(key, begun);
			return null;
		}
		this.#begun.delete(key);
		return new MetafileRecord(whole);
	}

	#image(content: MetafileRecord): void {
		if (content.number(4) === METAFILE) {
			this.pictures.push(content.bytes.subarray(16));
			return;
		}
		const [width, height, stride] = [content.int(8), content.int(12), content.int(16)];
		const bits = PIXEL_BITS.get(content.number(20));
		if (content.number(24) === FILE) this.pictures.push(content.bytes.subarray(28));
		else if (bits !== undefined && stride > 0 && height > 0) {
			this.pictures.push(bitmapOf(width, height, bits, stride, content.bytes.subarray(28)));
		} else this.isUnread = true;
	}

	#driverString(flags: number, content: MetafileRecord): void {
		const count = content.number(12);
		if ((content.number(4) & UNICODE_LETTERS) === 0) {
			this.isMisread ||= count > 0;
			return;
		}
		if (16 + 10 * count > content.length) throw new Unreadable("corrupt");
		const places = content.floats(16 + 2 * count, 2 * count);
		const text = decodeCodePage(content.slice(16, 2 * count), UTF_16);
		const across = places.filter((_, index) => index % 2 === 0);
		if (count > 0) this.#string(text, flags, [places[0] ?? 0, places[1] ?? 0], across);
	}

	/** Transformations are not followed: places tell only which strings stand beside each other. */
	#string(text: string, flags: number, corner: Point, places: readonly number[]): void {
		const own = this.#fonts.get(flags & 0xff) ?? font();
		const em = Math.abs(own.height) || 16;
		const first = places[0];
		const width = first === undefined ? (em / 2) * text.length : (places.at(-1) ?? 0) - first + em / 2;
		this.strings.push({ run: { x: corner[0], y: -corner[1], width, height: em, text }, font: own });
	}
}

/** A BMP file, its rows from the top. */
function bitmapOf(width: number, height: number, bits: number, stride: number, pixels: Bytes): Bytes {
	const header = new Uint8Array(40);
	const view = new DataView(header.buffer);
	view.setUint32(0, 40, true);
	view.setInt32(4, width, true);
	view.setInt32(8, -height, true);
	view.setUint16(12, 1, true);
	view.setUint16(14, bits, true);
	const row = Math.floor(((width * bits) / 8 + 3) / 4) * 4;
	const rows = Array.from({ length: Math.min(height, pixels.length) }, (_, index) => {
		return pixels.subarray(index * stride, index * stride + row);
	});
	return pictureFile(header, joined(rows));
}

function joined(pieces: readonly Bytes[]): Bytes {
	const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}
