// Whether what was cut out looks like letters, before or without anybody reading them.

import type { GreyImage } from "../pictures.ts";

const INK = 128; // of 255: darker is ink
const SHARE = [0.04, 0.6] as const; // of the cut: neither empty nor filled
const BETWEEN = [64, 192] as const; // neither ink nor paper
const BLURRED = 0.4; // of the cut
const TALL = [0.33, 0.98] as const; // of the cut's height
const NARROW = 0.8; // of its width
const FEWEST = 2;
const FEWEST_PIXELS = 30;

interface Shape {
	readonly width: number;
	readonly height: number;
}

/** Whether there is something to read: ink that is sharp against its paper. Photographs are neither. */
export function hasInk(image: GreyImage, margin: number): boolean {
	const area = (image.width - 2 * margin) * (image.height - 2 * margin);
	let [ink, between] = [0, 0];
	for (const value of image.data) {
		if (value < INK) ink += 1;
		if (value >= BETWEEN[0] && value < BETWEEN[1]) between += 1;
	}
	return ink >= SHARE[0] * area && ink <= SHARE[1] * area && between <= BLURRED * area;
}

/** A row of large letters: some tall shapes side by side. A stamp's words fill its frame; a form's do not. */
export function showsLetters(image: GreyImage, margin: number): boolean {
	const [width, height] = [image.width - 2 * margin, image.height - 2 * margin];
	const tall = shapes(image).filter(
		(shape) => shape.height >= TALL[0] * height && shape.height <= TALL[1] * height && shape.width < NARROW * width,
	);
	return tall.length >= FEWEST;
}

function shapes({ data, width, height }: GreyImage): Shape[] {
	const seen = new Uint8Array(data.length);
	const found: Shape[] = [];
	const waiting: number[] = [];
	const add = (at: number) => {
		if (seen[at] || (data[at] ?? 255) >= INK) return;
		seen[at] = 1;
		waiting.push(at);
	};
	for (let start = 0; start < data.length; start++) {
		add(start);
		let [left, right, top, bottom, count] = [width, 0, height, 0, 0];
		for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
			const [x, y] = [at % width, Math.floor(at / width)];
			[left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
			count += 1;
			if (x > 0) add(at - 1);
			if (x < width - 1) add(at + 1);
			if (y > 0) add(at - width);
			if (y < height - 1) add(at + width);
		}
		if (count >= FEWEST_PIXELS) found.push({ width: right - left + 1, height: bottom - top + 1 });
	}
	return found;
}
