// Windows bitmaps (MS-WMF 2.2.2.9): as files, and as metafiles and drawings keep them. Twin of
// backend/documents/metafile/bitmaps.py, and of what Pillow does at the server.

import { at16, at32 } from "./compound/numbers.ts";
import { checkSize, pageOf } from "./images.ts";
import type { Image } from "./pictures.ts";
import type { Bytes, Reading } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";

export const BMP = "image/bmp";
const FILE_HEADER_BYTES = 14;
const CORE_HEADER_BYTES = 12;
const HEADER_BYTES = 40;
const BIT_FIELDS = 3; // a method of compression, as JPEG and PNG are
const JPEG = 4;
const PNG = 5;
const INCH_METRES = 0.0254;
const FULL_COLOUR: Readonly<Record<number, readonly number[]>> = {
	16: [0x7c00, 0x03e0, 0x001f],
	24: [0xff0000, 0x00ff00, 0x0000ff],
	32: [0xff0000, 0x00ff00, 0x0000ff],
};

/** A BMP file of a bitmap's header (with its colours) and its bits; JPEG and PNG inside a bitmap as they are. */
export function pictureFile(header: Bytes, bits: Bytes): Bytes {
	if (header.length >= HEADER_BYTES && [JPEG, PNG].includes(at32(header, 16))) return bits;
	const offset = FILE_HEADER_BYTES + header.length;
	const file = new Uint8Array(offset + bits.length);
	file.set([0x42, 0x4d]);
	const view = new DataView(file.buffer);
	view.setUint32(2, file.length, true);
	view.setUint32(10, offset, true);
	file.set(header, FILE_HEADER_BYTES);
	file.set(bits, offset);
	return file;
}

/** The same of a bitmap whose bits follow its colours at once; null of what is none. */
export function packedFile(packed: Bytes): Bytes | null {
	if (packed.length < CORE_HEADER_BYTES) return null;
	const headerBytes = at32(packed, 0);
	const isFull = headerBytes >= HEADER_BYTES && packed.length >= HEADER_BYTES;
	if (headerBytes !== CORE_HEADER_BYTES && !isFull) return null;
	const colours = headerBytes + colourBytes(packed, headerBytes);
	return pictureFile(packed.subarray(0, colours), packed.subarray(colours));
}

function colourBytes(packed: Bytes, headerBytes: number): number {
	if (headerBytes === CORE_HEADER_BYTES) {
		const bits = at16(packed, 10);
		return bits <= 8 ? 3 << bits : 0;
	}
	const bits = at16(packed, 14);
	const masks = at32(packed, 16) === BIT_FIELDS && headerBytes === HEADER_BYTES ? 12 : 0;
	return masks + 4 * Math.min(at32(packed, 32) || (bits <= 8 ? 1 << bits : 0), 1 << 16);
}

export async function readBitmap(bytes: Bytes, path: string, _depth: number, reading: Reading): Promise<string> {
	const dpi = at32(bytes, 14) >= HEADER_BYTES ? at32(bytes, 38) * INCH_METRES : 0;
	reading.add(path, BMP, [await pageOf(decodeBitmap(bytes), dpi || null, 1, path, reading)]);
	return BMP;
}

/** @throws Unreadable */
export function decodeBitmap(bytes: Bytes): Image {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	try {
		return decoded(view);
	} catch (error) {
		throw error instanceof RangeError ? new Unreadable("corrupt") : error; // read past the end
	}
}

function decoded(view: DataView): Image {
	const offset = view.getUint32(10, true);
	const headerBytes = view.getUint32(14, true);
	const isCore = headerBytes === CORE_HEADER_BYTES;
	const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true);
	const tall = isCore ? view.getUint16(20, true) : view.getInt32(22, true);
	const bits = view.getUint16(isCore ? 24 : 28, true);
	const compression = isCore ? 0 : view.getUint32(30, true);
	const height = Math.abs(tall);
	checkSize({ width: Math.max(width, 0), height });
	if (compression !== 0 && (compression !== BIT_FIELDS || bits < 16)) throw new Unreadable("unsupported");
	const stride = Math.floor((width * bits + 31) / 32) * 4;
	const colour = bits <= 8 ? paletteOf(view, headerBytes, bits) : fullColourOf(view, bits, compression);
	const data = new Uint8ClampedArray(4 * width * height);
	for (let row = 0; row < height; row++) {
		const from = offset + (tall < 0 ? row : height - 1 - row) * stride;
		for (let column = 0; column < width; column++) {
			data.set(colour(pixelAt(view, from, column, bits)), 4 * (row * width + column));
		}
	}
	return { data, width, height };
}

type Colour = (pixel: number) => readonly [number, number, number, number];

function paletteOf(view: DataView, headerBytes: number, bits: number): Colour {
	if (![1, 4, 8].includes(bits)) throw new Unreadable("unsupported");
	const isCore = headerBytes === CORE_HEADER_BYTES;
	const step = isCore ? 3 : 4;
	const count = isCore ? 1 << bits : view.getUint32(46, true) || 1 << bits;
	return (pixel) => {
		const at = FILE_HEADER_BYTES + headerBytes + step * pixel;
		if (pixel >= count) return [0, 0, 0, 255];
		return [view.getUint8(at + 2), view.getUint8(at + 1), view.getUint8(at), 255];
	};
}

function fullColourOf(view: DataView, bits: number, compression: number): Colour {
	const masks = compression === BIT_FIELDS ? [54, 58, 62].map((at) => view.getUint32(at, true)) : FULL_COLOUR[bits];
	const [red, green, blue] = (masks ?? []).map(channelOf);
	if (red === undefined || green === undefined || blue === undefined) throw new Unreadable("unsupported");
	return (pixel) => [red(pixel), green(pixel), blue(pixel), 255];
}

function channelOf(mask: number): (pixel: number) => number {
	const lowest = (mask & -mask) >>> 0 || 1;
	const most = Math.max(mask / lowest, 1);
	return (pixel) => (((pixel & mask) >>> 0) / lowest) * (255 / most);
}

function pixelAt(view: DataView, row: number, column: number, bits: number): number {
	if (bits === 32) return view.getUint32(row + 4 * column, true);
	if (bits === 24) return view.getUint16(row + 3 * column, true) | (view.getUint8(row + 3 * column + 2) << 16);
	if (bits === 16) return view.getUint16(row + 2 * column, true);
	const at = column * bits;
	return (view.getUint8(row + (at >> 3)) >> (8 - bits - (at & 7))) & ((1 << bits) - 1);
}
