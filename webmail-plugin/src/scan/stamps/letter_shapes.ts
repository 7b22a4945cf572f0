// Whether what was cut out looks like letters, before or without anybody reading them.

import type { GreyImage } from "../pictures.ts";

const INK = 128; // of 255: darker is ink
const SHARE = [0.04, 0.6] as const; // of the cut: neither empty nor filled
const TALL = [0.33, 0.98] as const; // of the cut's height
const NARROW = 0.8; // of its width
const FEWEST = 2;
const FEWEST_PIXELS = 30;

interface Shape {
	readonly width: number;
	readonly height: number;
}

/** A row of large letters: some tall shapes side by side. A stamp's words fill its frame; a form's do not. */
export function showsLetters(image: GreyImage, margin: number): boolean {
	const [width, height] = [image.width - 2 * margin, image.height - 2 * margin];
	const ink = image.data.reduce((count, value) => count + (value < INK ? 1 : 0), 0) / (width * height);
	if (ink < SHARE[0] || ink > SHARE[1]) return false;
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
