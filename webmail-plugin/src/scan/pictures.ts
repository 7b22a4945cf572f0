// Pictures, and what of them differs by where the scanner runs: a browser's worker decodes with the browser's own
// decoders and draws PDF pages on an OffscreenCanvas; tests in Node have neither.

import type { Bytes } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";

/** Pixels row by row, four bytes each: red, green, blue, alpha. An ImageData is one. */
export interface Image {
	readonly data: Uint8ClampedArray;
	readonly width: number;
	readonly height: number;
}

/** Words read in stamps, one entry a stamp, and whether something shaped like a stamp could not be read. */
export interface StampFindings {
	readonly texts: readonly string[];
	readonly uncertain: boolean;
}

/** The means of this place to see. Given to `extract` once; every reader finds it at `reading.pictures`. */
export interface Pictures {
	/** One picture, upright as its EXIF says, on white. Rejects with Unreadable. */
	decode(bytes: Bytes, mediaType: string): Promise<Image>;
	/** A picture is going to be looked at: let what reads letters make itself ready meanwhile. */
	expectLetters(): void;
	/** What stands in a line (or a block of lines) of dark letters on white. Rejects where nothing can be read. */
	readLetters(image: GreyImage, layout: Layout): Promise<Letters>;
	/** An empty canvas to draw a page on; null where there is none. */
	canvas(width: number, height: number): OffscreenCanvas | null;
}

/** One byte a pixel, 0 black. */
export interface GreyImage {
	readonly data: Uint8Array;
	readonly width: number;
	readonly height: number;
}

export type Layout = "line" | "block";

/** @property confidence 0 to 100, of the words together */
export interface Letters {
	readonly text: string;
	readonly confidence: number;
}

/** Where nothing can be seen every picture is unreadable. */
export const NO_PICTURES: Pictures = {
	decode: () => Promise.reject(new Unreadable("unsupported")),
	expectLetters: () => {},
	readLetters: () => Promise.reject(new Unreadable("unsupported")),
	canvas: () => null,
};
