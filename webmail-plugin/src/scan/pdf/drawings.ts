// Whether a page shows something that is not text and could be a stamp: pictures, drawn shapes, red frames. Twin of
// backend/documents/pdf_drawings.py, which says why. A page is unreadable when it has
// - a raster image, shading or pattern of more than 12 mm on one side, or a mosaic of smaller ones;
// - a drawn shape of more than 12 mm that is neither a line nor a box, or two of the size of letters;
// - a red frame of at least 12 by 5 mm in which no text stands.

import { type DrawnPath, SEGMENT_LENGTHS } from "./content.ts";
import { around, type Box, height, MM, width } from "./geometry.ts";

const PICTURE_SIDE = 12 * MM;
const LETTER_SIDE = 2.5 * MM;
const FRAME_HEIGHT = 5 * MM;
const TOUCHING = 1 * MM;
const MOSAIC_PICTURES = 12; // more small pictures than this on a page may be pieces of one
const OUTLINE_SHAPES = 2;
const MOST_SEGMENTS = 2000;
const MOST_RED = 300;
const ALIGNED = 0.02; // of a segment's length
const [MOVE, LINE, CURVE, QUADRATIC] = [0, 1, 2, 3];

/** What a page draws besides text, as it comes. */
export class Drawings {
	/** Something is there that text does not say. */
	unread = false;
	#smallPictures = 0;
	#outlines = 0;
	readonly #red: Box[] = [];

	/** A picture or a shading. */
	picture(box: Box): void {
		this.#smallPictures += 1;
		if (side(box) > PICTURE_SIDE || this.#smallPictures > MOSAIC_PICTURES) this.unread = true;
	}

	path(path: DrawnPath): void {
		if (path.paints.includes("pattern") && side(path.box) > PICTURE_SIDE) this.unread = true;
		else if (isShape(path.segments)) this.#shape(path.box);
		else if (path.paints.some(isRed)) this.#red.push(path.box);
		if (this.#red.length > MOST_RED) this.unread = true;
	}

	#shape(box: Box): void {
		if (side(box) >= LETTER_SIDE) this.#outlines += 1;
		if (side(box) > PICTURE_SIDE || this.#outlines >= OUTLINE_SHAPES) this.unread = true;
	}

	/** Red pieces that touch are one frame: four lines, or a box. Text may stand in them. */
	redFrames(): Box[] {
		const clusters: Box[] = [];
		for (const piece of this.#red) {
			let joined = piece;
			for (const cluster of clusters.filter((one) => touches(one, piece))) {
				clusters.splice(clusters.indexOf(cluster), 1);
				joined = around(joined, cluster);
			}
			clusters.push(joined);
		}
		return clusters.filter((box) => width(box) >= PICTURE_SIDE && height(box) >= FRAME_HEIGHT);
	}
}

function side(box: Box): number {
	return Math.max(width(box), height(box));
}

function touches(one: Box, other: Box): boolean {
	return (
		one.left - TOUCHING <= other.right &&
		other.left - TOUCHING <= one.right &&
		one.bottom - TOUCHING <= other.top &&
		other.bottom - TOUCHING <= one.top
	);
}

function isRed(paint: string | null): boolean {
	const channels = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/u.exec(paint ?? "")?.slice(1);
	const [red = 0, green = 0, blue = 0] = (channels ?? []).map((channel) => Number.parseInt(channel, 16));
	return red >= 120 && red - Math.max(green, blue) >= 60;
}

/** Whether the path is more than a line or a box: has slanted or curved segments, round corners apart. */
function isShape(segments: ArrayLike<number>): boolean {
	let [moves, straight, slanted, curves, points] = [0, 0, 0, 0, 0];
	let [beforeX, beforeY] = [0, 0];
	for (let at = 0; at < segments.length; ) {
		const kind = segments[at] ?? 0;
		const length = SEGMENT_LENGTHS[kind] ?? 0;
		const [x, y] = [segments[at + length - 1] ?? 0, segments[at + length] ?? 0];
		points += length / 2;
		if (kind === MOVE) moves += 1;
		else if (kind === CURVE || kind === QUADRATIC) curves += 1;
		else if (kind === LINE && isAligned(x - beforeX, y - beforeY)) straight += 1;
		else if (kind === LINE) slanted += 1;
		if (length > 0) [beforeX, beforeY] = [x, y];
		at += 1 + length;
	}
	if (points > MOST_SEGMENTS) return true;
	if (curves === 0 && slanted + straight <= 1) return false; // one line, in whatever direction
	const roundCornered = moves === 1 && slanted === 0 && straight >= 3 && straight <= 5 && curves <= 4;
	return slanted > 0 || (curves > 0 && !roundCornered);
}

function isAligned(across: number, up: number): boolean {
	const longest = Math.max(Math.abs(across), Math.abs(up));
	return Math.min(Math.abs(across), Math.abs(up)) <= ALIGNED * longest + 0.01;
}
