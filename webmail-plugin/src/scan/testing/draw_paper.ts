// Small papers drawn for tests: white, with filled rectangles and lines of ink.

import type { Image } from "../pictures.ts";
import { Axes } from "../stamps/turned_box.ts";

export type Ink = readonly [red: number, green: number, blue: number];

export const RED: Ink = [214, 28, 36];
export const BLACK: Ink = [20, 20, 24];

export class DrawnPaper implements Image {
	readonly data: Uint8ClampedArray;
	readonly width: number;
	readonly height: number;

	constructor(width: number, height: number, paper: Ink = [255, 255, 255]) {
		this.width = width;
		this.height = height;
		this.data = new Uint8ClampedArray(4 * width * height).fill(255);
		this.fill(0, 0, width, height, paper);
	}

	fill(left: number, top: number, width: number, height: number, ink: Ink): void {
		for (let y = top; y < top + height; y++) {
			for (let x = left; x < left + width; x++) this.#put(x, y, ink);
		}
	}

	/** A frame of lines of this thickness, turned around its middle by so many degrees, clockwise. */
	frame(middle: readonly [number, number], size: readonly [number, number], line: number, ink: Ink, angle = 0): void {
		const axes = new Axes(angle);
		const [halfWidth, halfHeight] = [size[0] / 2, size[1] / 2];
		for (let y = 0; y < this.height; y++) {
			for (let x = 0; x < this.width; x++) {
				const [right, down] = [x + 0.5 - middle[0], y + 0.5 - middle[1]];
				const across = Math.abs(axes.across(right, down));
				const along = Math.abs(axes.down(right, down));
				const isInside = across <= halfWidth && along <= halfHeight;
				if (isInside && (halfWidth - across <= line || halfHeight - along <= line)) this.#put(x, y, ink);
			}
		}
	}

	ring(middle: readonly [number, number], radius: number, line: number, ink: Ink): void {
		for (let y = 0; y < this.height; y++) {
			for (let x = 0; x < this.width; x++) {
				const from = Math.hypot(x + 0.5 - middle[0], y + 0.5 - middle[1]);
				if (from <= radius && from >= radius - line) this.#put(x, y, ink);
			}
		}
	}

	#put(x: number, y: number, ink: Ink): void {
		if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
		this.data.set(ink, 4 * (y * this.width + x));
	}
}
