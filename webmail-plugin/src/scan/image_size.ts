// How large a picture is on paper: its own word for it where that is a paper's size, else a guess by its pixels. Twin of
// backend/documents/picture_size.py.

import type { Image } from "./pictures.ts";

type Size = Pick<Image, "width" | "height">;

const INCH_MM = 25.4;
const [LONG_SIDE_MM, CLOSE_UP_MM] = [297, 105]; // of A4; of a stamp photographed from near
const [LARGEST_MM, SMALLEST_MM] = [450, 8];
const SCREEN_DPI = 96;
const PAGE_PIXELS = 560; // a page's long side at 48 dpi; smaller pictures are no pages
const SCANNED_FROM_MM = 180;
const [LEAST_DPI, MOST_DPI] = [20, 2400];
const SMALLEST_PIXELS = 10;

/** Pixels an inch, the likeliest first. A picture that does not say how large it is may be a page, or a stamp alone: it
 *  is looked at as both. */
export function resolutions({ width, height }: Size, stated: number | null): readonly [number, ...number[]] {
	const longest = Math.max(width, height);
	const closeUp = (longest / CLOSE_UP_MM) * INCH_MM;
	if (stated !== null && stated >= LEAST_DPI && stated <= MOST_DPI) {
		const size = (longest / stated) * INCH_MM;
		if (size >= SCANNED_FROM_MM && size <= LARGEST_MM) return [stated];
		if (size >= SMALLEST_MM && size <= LARGEST_MM) return [stated, closeUp];
	}
	return [longest < PAGE_PIXELS ? SCREEN_DPI : (longest / LONG_SIDE_MM) * INCH_MM, closeUp];
}

/** A stamp's letters need more pixels. */
export function isTiny({ width, height }: Size): boolean {
	return Math.min(width, height) < SMALLEST_PIXELS;
}
