// A stamp cut out of the page and set upright: dark letters on white, as the recogniser wants them.

import type { GreyImage, Image } from "../pictures.ts";
import type { Balance } from "./mask.ts";
import { Axes, lengthOf, type TurnedBox, thicknessOf } from "./turned_box.ts";

/** Which ink is to be seen. */
export type Ink = "red" | "dark";

export interface Cut {
	readonly image: Image;
	readonly balance: Balance;
	readonly ink: Ink;
	/** How much of the thickness is cut off on every side: the frame. */
	readonly inset: number;
	/** The other way up. */
	readonly upsideDown: boolean;
	/** Pixels. */
	readonly thickness?: number;
}

const THICKNESS = 110; // pixels: letters of half of it are what the recogniser learned
export const BORDER = 20; // white around
const DARKEST_SHARE = 0.02;

/** @param box in pixels of the picture */
export function cutOut(box: TurnedBox, cut: Cut): GreyImage {
	const thickness = cut.thickness ?? THICKNESS;
	const scale = thickness / thicknessOf(box);
	const inset = Math.round(thickness * cut.inset);
	const width = Math.max(1, Math.round(lengthOf(box) * scale) - 2 * inset);
	const height = thickness - 2 * inset;
	const ink = sampled(box, cut, { width, height, scale });
	const [total, tall] = [width + 2 * BORDER, height + 2 * BORDER];
	const data = new Uint8Array(total * tall).fill(255);
	const strength = 255 / Math.max(40, strongest(ink));
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const value = Math.min(255, softened(ink, width, height, x, y) * strength);
			data[(y + BORDER) * total + x + BORDER] = 255 - value;
		}
	}
	return { data, width: total, height: tall };
}

interface Size {
	readonly width: number;
	readonly height: number;
	readonly scale: number;
}

/** Amounts of ink, 0 to 255. */
function sampled(
	box: TurnedBox,
	{ image, balance, ink, upsideDown }: Cut,
	{ width, height, scale }: Size,
): Float32Array {
	const standing = box.right - box.left < box.bottom - box.top;
	const axes = new Axes(box.angle + (standing ? 90 : 0) + (upsideDown ? 180 : 0));
	const [middleAcross, middleDown] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
	const own = new Axes(box.angle);
	const [centreX, centreY] = [
		middleAcross * own.cos - middleDown * own.sin,
		middleAcross * own.sin + middleDown * own.cos,
	];
	const amounts = new Float32Array(width * height);
	const samples = Math.max(1, Math.min(4, Math.round(1 / scale)));
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			let sum = 0;
			for (let part = 0; part < samples * samples; part++) {
				const right = (x + ((part % samples) + 0.5) / samples - width / 2) / scale;
				const down = (y + (Math.floor(part / samples) + 0.5) / samples - height / 2) / scale;
				const fromX = centreX + right * axes.cos - down * axes.sin;
				const fromY = centreY + right * axes.sin + down * axes.cos;
				sum += inkAt(image, balance, ink, fromX - 0.5, fromY - 0.5);
			}
			amounts[y * width + x] = sum / (samples * samples);
		}
	}
	return amounts;
}

/** Between the four pixels around a place. */
function inkAt(image: Image, balance: Balance, ink: Ink, x: number, y: number): number {
	const [left, top] = [Math.floor(x), Math.floor(y)];
	const [right, down] = [x - left, y - top];
	const upper = inkOf(image, balance, ink, left, top) * (1 - right) + inkOf(image, balance, ink, left + 1, top) * right;
	const lower =
		inkOf(image, balance, ink, left, top + 1) * (1 - right) + inkOf(image, balance, ink, left + 1, top + 1) * right;
	return upper * (1 - down) + lower * down;
}

function inkOf({ data, width, height }: Image, balance: Balance, ink: Ink, x: number, y: number): number {
	if (x < 0 || y < 0 || x >= width || y >= height) return 0;
	const at = 4 * (y * width + x);
	const [red, green, blue] = [
		(data[at] ?? 0) * balance[0],
		(data[at + 1] ?? 0) * balance[1],
		(data[at + 2] ?? 0) * balance[2],
	];
	if (ink === "red") return Math.min(255, Math.max(0, red - Math.max(green, blue)));
	return Math.max(0, 255 - (0.3 * red + 0.59 * green + 0.11 * blue));
}

/** Pale ink is made black: the amount that few pixels exceed. */
function strongest(ink: Float32Array): number {
	const sorted = ink.slice().sort();
	return sorted[Math.floor(sorted.length * (1 - DARKEST_SHARE))] ?? 0;
}

/** The mean of a pixel and its eight neighbours, the pixel counting for four, its sides for two. */
function softened(ink: Float32Array, width: number, height: number, x: number, y: number): number {
	let sum = 0;
	for (let down = -1; down <= 1; down++) {
		const row = Math.min(height - 1, Math.max(0, y + down)) * width;
		for (let right = -1; right <= 1; right++) {
			const column = Math.min(width - 1, Math.max(0, x + right));
			sum += (ink[row + column] ?? 0) * (2 - Math.abs(down)) * (2 - Math.abs(right));
		}
	}
	return sum / 16;
}
