// TIFF: scanners' and fax machines' format, every page of it. Twin of backend/documents/images.py.

import UTIF, { type IFD } from "utif2";
import type { Page } from "../core/index.ts";
import { checkSize, pageOf } from "./images.ts";
import type { Image } from "./pictures.ts";
import type { Bytes, Reading } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";

const TIFF = "image/tiff";
// TIFF 6.0, sections 3 to 22, and its supplement: what the library decodes
const COMPRESSIONS = new Set([1, 3, 4, 5, 7, 8, 32773, 32946]);
const [WIDTH, HEIGHT, COMPRESSION, STRIPS, ORIENTATION, STRIP_BYTES] = ["t256", "t257", "t259", "t273", "t274", "t279"];
const [X_RESOLUTION, UNIT, TILES, TILE_BYTES] = ["t282", "t296", "t324", "t325"];
const CENTIMETRES = 3;
const MIRRORED = new Set([2, 4, 5, 7]);

export async function readTiff(bytes: Bytes, path: string, _depth: number, reading: Reading): Promise<string> {
	const buffer = bytes.slice().buffer;
	const pages: Page[] = [];
	try {
		const found = pagesOf(buffer);
		for (const [index, page] of found.entries()) {
			if (index >= reading.budget.limits.pages) throw new Unreadable("limit");
			reading.looksAt(index + 1, found.length);
			pages.push(await pageOf(pictureOf(buffer, page), dpiOf(page), index + 1, path, reading));
		}
	} catch (error) {
		if (!(error instanceof Unreadable)) throw error;
		reading.giveUp(path, TIFF, error.reason);
	}
	reading.add(path, TIFF, pages);
	return TIFF;
}

function pagesOf(buffer: ArrayBuffer): IFD[] {
	try {
		const pages = UTIF.decode(buffer);
		if (pages.length > 0) return pages;
	} catch {
		// odd beyond what its library expects
	}
	throw new Unreadable("corrupt");
}

function pictureOf(buffer: ArrayBuffer, page: IFD): Image {
	const [width, height] = [numberOf(page, WIDTH), numberOf(page, HEIGHT)];
	if (width === null || height === null) throw new Unreadable("corrupt");
	checkSize({ width, height });
	if (!COMPRESSIONS.has(numberOf(page, COMPRESSION) ?? 1)) throw new Unreadable("unsupported");
	if (!isWhole(page, buffer.byteLength)) throw new Unreadable("corrupt");
	UTIF.decodeImage(buffer, page);
	const rgba = UTIF.toRGBA8(page);
	if (rgba.length !== 4 * width * height) throw new Unreadable("corrupt");
	const data = onWhite(new Uint8ClampedArray(rgba.buffer, rgba.byteOffset, rgba.length));
	const image = { data, width, height };
	return MIRRORED.has(numberOf(page, ORIENTATION) ?? 1) ? mirrored(image) : image;
}

/** Whether everything the page is made of lies within the file. */
function isWhole(page: IFD, length: number): boolean {
	const [places, sizes] = page[STRIPS] ? [page[STRIPS], page[STRIP_BYTES]] : [page[TILES], page[TILE_BYTES]];
	if (!Array.isArray(places) || !Array.isArray(sizes) || places.length !== sizes.length) return false;
	return places.every((place, index) => Number(place) + Number(sizes[index]) <= length);
}

function dpiOf(page: IFD): number | null {
	const resolution = numberOf(page, X_RESOLUTION);
	if (resolution === null) return null;
	return numberOf(page, UNIT) === CENTIMETRES ? resolution * 2.54 : resolution;
}

function numberOf(page: IFD, tag: string): number | null {
	const value = page[tag];
	const first: unknown = Array.isArray(value) ? value[0] : undefined;
	return typeof first === "number" && Number.isFinite(first) ? first : null;
}

function onWhite(data: Uint8ClampedArray): Uint8ClampedArray {
	for (let at = 0; at < data.length; at += 4) {
		const opaque = (data[at + 3] ?? 255) / 255;
		if (opaque === 1) continue;
		for (let channel = at; channel < at + 3; channel++) data[channel] = 255 - (255 - (data[channel] ?? 0)) * opaque;
		data[at + 3] = 255;
	}
	return data;
}

function mirrored({ data, width, height }: Image): Image {
	const from = new Uint32Array(data.buffer, data.byteOffset, width * height);
	const to = new Uint32Array(width * height);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) to[y * width + x] = from[y * width + width - 1 - x] ?? 0;
	}
	return { data: new Uint8ClampedArray(to.buffer), width, height };
}
