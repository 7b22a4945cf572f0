// Where a page has ink of a stamp's kind: a grid of cells, coarse enough that letters and frames hang together.

import type { Image } from "../pictures.ts";

/** Cells with ink are 1. `cell` is the side of a cell in pixels of the picture. */
export interface Mask {
	readonly cells: Uint8Array;
	readonly width: number;
	readonly height: number;
	readonly cell: number;
}

const RED_ENOUGH = 90; // of 255, for a pixel to be red at all
const SHARE_OF_CELL = 0.2; // so much of it must be red, so that specks of a scan are not
/** Of 255: darker is ink. */
export const DARK = 150;
/** The same of a pale stamp on a scan without colour; its red is not seen there. */
export const PALE = 200;
const WHITE_PERCENTILE = 0.9;
const SAMPLES = 20_000;
const SPREAD_OF_GREY = 16; // of 255, between the channels of a pixel
const COLOURED_SHARE = 0.0005;

/** How much brighter the paper's red, green and blue must be made to be one white: photographs are yellowish. */
export type Balance = readonly [red: number, green: number, blue: number];

export function whiteBalance({ data }: Image): Balance {
	const step = Math.max(1, Math.floor(data.length / 4 / SAMPLES)) * 4;
	const whites = [0, 1, 2].map((channel) => {
		const histogram = new Uint32Array(256);
		let count = 0;
		for (let at = channel; at < data.length; at += step, count++) increment(histogram, data[at] ?? 0);
		return percentile(histogram, count * WHITE_PERCENTILE);
	});
	const brightest = Math.max(...whites, 1);
	// a page that is red all over is no paper under a lamp
	const gain = (white: number | undefined) => Math.min(2, brightest / Math.max(white ?? 1, 1));
	return [gain(whites[0]), gain(whites[1]), gain(whites[2])];
}

/** Whether a page was scanned without colour: a stamp's red is grey there, and may be pale. */
export function isGrey({ data }: Image): boolean {
	const step = Math.max(1, Math.floor(data.length / 4 / SAMPLES)) * 4;
	let coloured = 0;
	for (let at = 0; at < data.length; at += step) {
		const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
		if (Math.max(red, green, blue) - Math.min(red, green, blue) > SPREAD_OF_GREY) coloured += 1;
	}
	return coloured <= COLOURED_SHARE * (data.length / step);
}

function increment(histogram: Uint32Array, value: number): void {
	histogram[value] = (histogram[value] ?? 0) + 1;
}

function percentile(histogram: Uint32Array, below: number): number {
	let seen = 0;
	for (const [value, count] of histogram.entries()) {
		seen += count;
		if (seen >= below) return value;
	}
	return 255;
}

/** @param redness by how much red must outweigh green and blue, of 255 */
export function redMask(image: Image, cell: number, redness: number, [red, green, blue]: Balance): Mask {
	const { data, width, height } = image;
	const counts = emptyMask(image, cell);
	for (let y = 0, at = 0; y < height; y++) {
		const row = Math.floor(y / cell) * counts.width;
		for (let x = 0; x < width; x++, at += 4) {
			const r = (data[at] ?? 0) * red;
			if (r <= RED_ENOUGH) continue;
			if (r - (data[at + 1] ?? 0) * green <= redness || r - (data[at + 2] ?? 0) * blue <= redness) continue;
			const index = row + Math.floor(x / cell);
			counts.cells[index] = Math.min(254, (counts.cells[index] ?? 0) + 1);
		}
	}
	const enough = Math.max(1, Math.min(254, cell * cell * SHARE_OF_CELL));
	for (const [index, count] of counts.cells.entries()) counts.cells[index] = count >= enough ? 1 : 0;
	return counts;
}

/** One dark pixel makes a cell dark: the lines of a frame are thin. */
export function darkMask(image: Image, cell: number, darkerThan = DARK): Mask {
	const { data, width, height } = image;
	const mask = emptyMask(image, cell);
	for (let y = 0, at = 0; y < height; y++) {
		const row = Math.floor(y / cell) * mask.width;
		for (let x = 0; x < width; x++, at += 4) {
			const light = 0.3 * (data[at] ?? 0) + 0.59 * (data[at + 1] ?? 0) + 0.11 * (data[at + 2] ?? 0);
			if (light < darkerThan) mask.cells[row + Math.floor(x / cell)] = 1;
		}
	}
	return mask;
}

function emptyMask(image: Image, cell: number): Mask {
	const [width, height] = [Math.ceil(image.width / cell), Math.ceil(image.height / cell)];
	return { cells: new Uint8Array(width * height), width, height, cell };
}

/** Ink grown by so many cells to the sides, and up and down. */
export function grown(mask: Mask, across: number, down: number): Mask {
	const { width, height } = mask;
	const wider = new Uint8Array(width * height);
	for (let y = 0; y < height; y++) spread(mask.cells, wider, y * width, 1, width, across);
	const cells = new Uint8Array(width * height);
	for (let x = 0; x < width; x++) spread(wider, cells, x, width, height, down);
	return { ...mask, cells };
}

function spread(from: Uint8Array, to: Uint8Array, start: number, step: number, count: number, reach: number): void {
	let since = Number.POSITIVE_INFINITY;
	for (let index = 0, at = start; index < count; index++, at += step) {
		since = from[at] ? 0 : since + 1;
		if (since <= reach) to[at] = 1;
	}
	since = Number.POSITIVE_INFINITY;
	for (let index = count - 1, at = start + index * step; index >= 0; index--, at -= step) {
		since = from[at] ? 0 : since + 1;
		if (since <= reach) to[at] = 1;
	}
}
