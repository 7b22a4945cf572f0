// What a metafile draws, as a picture for the stamp finder: shapes and bitmaps over each other, without the text. Twin of
// backend/documents/metafile/scene.py.

import { BMP, decodeBitmap } from "../bitmap.ts";
import type { Image, Pictures } from "../pictures.ts";
import { otherType } from "../sniff.ts";
import { Unreadable } from "../unreadable.ts";
import type { Bitmap, Colour, Shape } from "./board.ts";
import { type Box, isDrawn, type Point, turns } from "./outlines.ts";

const DPI = 150;
const SIDE_PIXELS = 1200; // of what has no known size
const [LEAST_PIXELS, MOST_PIXELS] = [300, 1800];
const MARGIN = 8;
const INCH_MM = 25.4;
const MULTIPLY = 0x008800c6;
const LIGHTEN = 0x00ee0086;
const BOX_TURNS = 4;
const ALIKE = 0.5; // of the longer side
const BLACK: Colour = [0, 0, 0];

type Context = OffscreenCanvasRenderingContext2D;
type Item = Shape | Bitmap;

/** @param unitMm how large a unit is on paper. Throws Unreadable where nothing can be drawn. */
export async function pictureOf(
	all: readonly Item[],
	unitMm: number | null,
	pictures: Pictures,
): Promise<{ readonly image: Image; readonly dpi: number | null }> {
	const drawn = withoutPlainBoxes(all);
	const [left, top, right, bottom] = drawn.map(boundsOf).reduce(together);
	const side = Math.max(right - left, bottom - top, 1e-6);
	const wanted = unitMm === null ? SIDE_PIXELS : ((side * unitMm) / INCH_MM) * DPI;
	const scale = Math.min(Math.max(wanted, LEAST_PIXELS), MOST_PIXELS) / side;
	const width = Math.round((right - left) * scale) + 2 * MARGIN;
	const height = Math.round((bottom - top) * scale) + 2 * MARGIN;
	const context = pictures.canvas(width, height)?.getContext("2d", { willReadFrequently: true });
	if (!context) throw new Unreadable("unsupported");
	context.fillStyle = "#fff";
	context.fillRect(0, 0, width, height);
	const place = ([x, y]: Point): Point => [(x - left) * scale + MARGIN, (y - top) * scale + MARGIN];
	for (const item of drawn) {
		if ("file" in item) await drawBitmap(context, item, place, pictures);
		else drawShape(context, item, place, scale);
	}
	return { image: context.getImageData(0, 0, width, height), dpi: unitMm === null ? null : (scale / unitMm) * INCH_MM };
}

function boundsOf(item: Item): Box {
	if ("file" in item) return item.box;
	let bounds: Box = [Infinity, Infinity, -Infinity, -Infinity];
	for (const figure of item.figures) for (const [x, y] of figure) bounds = together(bounds, [x, y, x, y]);
	return bounds;
}

function together(one: Box, other: Box): Box {
	return [
		Math.min(one[0], other[0]),
		Math.min(one[1], other[1]),
		Math.max(one[2], other[2]),
		Math.max(one[3], other[3]),
	];
}

/** Bars of a chart, and frames in which text stands, would be taken for stamps that cannot be read: boxes count only with
 *  something drawn inside, or beside something of their size, as the letter I. */
function withoutPlainBoxes(drawn: readonly Item[]): readonly Item[] {
	const others = drawn.filter((item) => "file" in item || !isPlain(item)).map(boundsOf);
	return drawn.filter((item) => {
		if ("file" in item || !isPlain(item) || item.figures.every((figure) => turns(figure) === 0)) return true;
		return hasCompany(boundsOf(item), others);
	});
}

/** Lines and boxes: they turn four times at the most. */
function isPlain({ figures }: Shape): boolean {
	return !isDrawn(figures) && figures.every((figure) => turns(figure) <= BOX_TURNS);
}

function hasCompany([left, top, right, bottom]: Box, others: readonly Box[]): boolean {
	const side = Math.max(right - left, bottom - top);
	return others.some((other) => {
		if (other[0] >= left && other[1] >= top && other[2] <= right && other[3] <= bottom) return true;
		const isNear =
			other[0] <= right + side && other[2] >= left - side && other[1] <= bottom + side && other[3] >= top - side;
		const otherSide = Math.max(other[2] - other[0], other[3] - other[1]);
		return isNear && otherSide >= ALIKE * side && otherSide * ALIKE <= side;
	});
}

function drawShape(context: Context, shape: Shape, place: (point: Point) => Point, scale: number): void {
	context.beginPath();
	for (const figure of shape.figures) {
		for (const [index, point] of figure.entries()) {
			const [x, y] = place(point);
			if (index === 0) context.moveTo(x, y);
			else context.lineTo(x, y);
		}
	}
	if (shape.fill !== null) {
		context.fillStyle = css(shape.fill);
		context.fill("evenodd");
	}
	if (shape.line !== null) {
		context.strokeStyle = css(isLine(shape) ? BLACK : shape.line);
		context.lineWidth = Math.min(Math.max(Math.round(shape.width * scale), 1), 255);
		context.stroke();
	}
}

/** A line of a chart, in red, would be taken for coloured letters. */
function isLine({ fill, figures }: Shape): boolean {
	return fill === null && figures.some((figure) => !isSame(figure[0], figure.at(-1)));
}

function isSame(one: Point | undefined, other: Point | undefined): boolean {
	return one?.[0] === other?.[0] && one?.[1] === other?.[1];
}

function css([red, green, blue]: Colour): string {
	return `rgb(${red}, ${green}, ${blue})`;
}

/** One that cannot be decoded is told of where it is read by itself. */
async function drawBitmap(
	context: Context,
	{ file, box, operation }: Bitmap,
	place: (point: Point) => Point,
	pictures: Pictures,
): Promise<void> {
	const image = await decoded(file, pictures);
	const source = image === null ? null : pictures.canvas(image.width, image.height);
	const own = source?.getContext("2d");
	if (image === null || !source || !own) return;
	const pixels = own.createImageData(image.width, image.height);
	pixels.data.set(image.data);
	own.putImageData(pixels, 0, 0);
	const [[left, top], [right, bottom]] = [place([box[0], box[1]]), place([box[2], box[3]])];
	context.globalCompositeOperation =
		operation === MULTIPLY ? "darken" : operation === LIGHTEN ? "lighten" : "source-over";
	context.drawImage(source, left, top, Math.max(right - left, 1), Math.max(bottom - top, 1));
	context.globalCompositeOperation = "source-over";
}

async function decoded(file: Bitmap["file"], pictures: Pictures): Promise<Image | null> {
	const type = otherType(file) ?? "";
	try {
		return type === BMP ? decodeBitmap(file) : await pictures.decode(file, type);
	} catch (error) {
		if (error instanceof Unreadable) return null;
		throw error;
	}
}
