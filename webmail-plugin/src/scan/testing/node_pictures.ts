// The scanner's eyes in Node, for tests: PNG of 8 bits only.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gunzipSync, inflateSync } from "node:zlib";
import { createCanvas } from "@napi-rs/canvas";
import { openTesseract, type ReadLetters } from "../ocr/tesseract.ts";
import type { GreyImage, Image, Layout, Letters, Pictures } from "../pictures.ts";
import type { Bytes } from "../reading.ts";
import { Unreadable } from "../unreadable.ts";

const MODEL = "@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz";
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 }; // by PNG's colour type

export class NodePictures implements Pictures {
	#reader: Promise<ReadLetters> | null = null;

	async decode(bytes: Bytes, mediaType: string): Promise<Image> {
		if (mediaType !== "image/png") throw new Unreadable("unsupported");
		return decodePng(Buffer.from(bytes));
	}

	expectLetters(): void {}

	async readLetters(image: GreyImage, layout: Layout): Promise<Letters> {
		this.#reader ??= openTesseract(
			Promise.resolve(gunzipSync(readFileSync(createRequire(import.meta.url).resolve(MODEL)))),
		);
		return (await this.#reader)(image, layout);
	}

	/** pdf.js brings a canvas for Node. */
	canvas(width: number, height: number): OffscreenCanvas {
		return createCanvas(width, height) as unknown as OffscreenCanvas;
	}
}

function decodePng(file: Buffer): Image {
	const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
	const [depth, channels, interlaced] = [file[24], CHANNELS[file[25] ?? -1], file[28]];
	if (depth !== 8 || channels === undefined || interlaced !== 0) throw new Unreadable("unsupported");
	const rows = inflateSync(Buffer.concat(dataChunks(file)));
	if (rows.length < height * (width * channels + 1)) throw new Unreadable("corrupt");
	unfilter(rows, width * channels, height, channels);
	return { data: coloured(rows, width, height, channels), width, height };
}

function dataChunks(file: Buffer): Buffer[] {
	const chunks: Buffer[] = [];
	for (let at = 8; at + 8 <= file.length; ) {
		const length = file.readUInt32BE(at);
		if (file.toString("latin1", at + 4, at + 8) === "IDAT") chunks.push(file.subarray(at + 8, at + 8 + length));
		at += 12 + length;
	}
	return chunks;
}

/** Undo the filter of every row, in place (PNG, section 9). */
function unfilter(rows: Buffer, stride: number, height: number, channels: number): void {
	for (let row = 0; row < height; row++) {
		const start = row * (stride + 1) + 1;
		const filter = rows[start - 1];
		for (let at = start; at < start + stride; at++) {
			const left = at - start < channels ? 0 : (rows[at - channels] ?? 0);
			const up = row === 0 ? 0 : (rows[at - stride - 1] ?? 0);
			const upLeft = row === 0 || at - start < channels ? 0 : (rows[at - stride - 1 - channels] ?? 0);
			const guess = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][filter ?? 0] ?? 0;
			rows[at] = ((rows[at] ?? 0) + guess) & 0xff;
		}
	}
}

function paeth(left: number, up: number, upLeft: number): number {
	const [toLeft, toUp, toUpLeft] = [Math.abs(up - upLeft), Math.abs(left - upLeft), Math.abs(left + up - 2 * upLeft)];
	if (toLeft <= toUp && toLeft <= toUpLeft) return left;
	return toUp <= toUpLeft ? up : upLeft;
}

function coloured(rows: Buffer, width: number, height: number, channels: number): Uint8ClampedArray {
	const data = new Uint8ClampedArray(4 * width * height);
	for (let pixel = 0; pixel < width * height; pixel++) {
		const from = Math.floor(pixel / width) * (width * channels + 1) + 1 + (pixel % width) * channels;
		const colour = channels < 3 ? [0, 0, 0] : [0, 1, 2];
		const alpha = channels % 2 === 0 ? (rows[from + channels - 1] ?? 255) / 255 : 1;
		for (const [channel, offset] of colour.entries()) {
			data[4 * pixel + channel] = 255 - (255 - (rows[from + offset] ?? 0)) * alpha;
		}
		data[4 * pixel + 3] = 255;
	}
	return data;
}
