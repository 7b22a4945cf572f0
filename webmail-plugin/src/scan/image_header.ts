// What a picture's first bytes say of it, before anything is decoded: its size, its resolution, whether it is whole.
// Twin of what Pillow tells backend/documents/images.py.

import { find, findLast } from "./sniff.ts";
import { Unreadable } from "./unreadable.ts";

/** `dpi` is what the file claims, null when it claims nothing. `frames`: more than one picture after another. */
export interface ImageHeader {
	readonly width: number;
	readonly height: number;
	readonly dpi: number | null;
	readonly animated: boolean;
}

const INCH_METRES = 0.0254;
const INCH_CENTIMETRES = 2.54;

/** @throws Unreadable corrupt when the file ends early. */
export function headerOf(bytes: Uint8Array, mediaType: string): ImageHeader {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	try {
		if (mediaType === "image/png") return pngHeader(view, bytes);
		if (mediaType === "image/jpeg") return jpegHeader(view, bytes);
		if (mediaType === "image/gif") return gifHeader(view);
		return webpHeader(view, bytes);
	} catch (error) {
		throw error instanceof RangeError ? new Unreadable("corrupt") : error; // read past the end
	}
}

/** PNG, third edition, sections 5 and 11. */
function pngHeader(view: DataView, bytes: Uint8Array): ImageHeader {
	let dpi: number | null = null;
	let animated = false;
	for (let at = 8; ; at += 12 + view.getUint32(at)) {
		const name = nameAt(bytes, at + 4);
		if (name === "acTL") animated = true;
		if (name === "pHYs" && view.getUint8(at + 16) === 1) dpi = view.getUint32(at + 8) * INCH_METRES;
		view.getUint32(at + 8 + view.getUint32(at)); // its checksum is there
		if (name === "IEND") break;
	}
	return { width: view.getUint32(16), height: view.getUint32(20), dpi, animated };
}

/** JPEG (ITU T.81 annex B): segments up to the scan, then its end. */
function jpegHeader(view: DataView, bytes: Uint8Array): ImageHeader {
	let size: { width: number; height: number } | null = null;
	let dpi: number | null = null;
	let at = 2;
	for (let marker = 0; marker !== 0xda; ) {
		while (view.getUint8(at) === 0xff && view.getUint8(at + 1) === 0xff) at += 1; // fill bytes
		if (view.getUint8(at) !== 0xff) throw new Unreadable("corrupt");
		marker = view.getUint8(at + 1);
		const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
		if (isFrame) size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
		if (marker === 0xe0 && nameAt(bytes, at + 4) === "JFIF") dpi = jfifDensity(view, at);
		at += 2 + view.getUint16(at + 2);
	}
	if (size === null || findLast(bytes, "\xff\xd9") < at) throw new Unreadable("corrupt");
	return { ...size, dpi, animated: false };
}

function jfifDensity(view: DataView, at: number): number | null {
	const [unit, density] = [view.getUint8(at + 11), view.getUint16(at + 12)];
	if (unit === 1) return density;
	return unit === 2 ? density * INCH_CENTIMETRES : null;
}

/** GIF89a: blocks one after another; a second image descriptor is a second picture. */
function gifHeader(view: DataView): ImageHeader {
	let at = 13 + tableBytes(view.getUint8(10));
	let pictures = 0;
	for (let block = view.getUint8(at); block !== 0x3b; block = view.getUint8(at)) {
		if (block === 0x2c) {
			pictures += 1;
			at += 11 + tableBytes(view.getUint8(at + 9));
		} else if (block === 0x21) at += 2;
		else throw new Unreadable("corrupt");
		while (view.getUint8(at) > 0) at += 1 + view.getUint8(at);
		at += 1;
	}
	return { width: view.getUint16(6, true), height: view.getUint16(8, true), dpi: null, animated: pictures !== 1 };
}

function tableBytes(flags: number): number {
	return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** WebP container: RIFF, then VP8 (lossy), VP8L (lossless) or VP8X (extended). */
function webpHeader(view: DataView, bytes: Uint8Array): ImageHeader {
	if (view.getUint32(4, true) + 8 > bytes.length) throw new Unreadable("corrupt");
	const kind = nameAt(bytes, 12);
	const animated = kind === "VP8X" && find(bytes.subarray(12), "ANIM") >= 0;
	if (kind === "VP8X") return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1, dpi: null, animated };
	if (kind === "VP8L") {
		const bits = view.getUint32(21, true);
		return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1, dpi: null, animated };
	}
	const [width, height] = [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
	return { width, height, dpi: null, animated };
}

function uint24(view: DataView, at: number): number {
	return view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
}

function nameAt(bytes: Uint8Array, at: number): string {
	return String.fromCharCode(...bytes.subarray(at, at + 4));
}
