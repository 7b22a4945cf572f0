// Pictures: what stands in stamps on them. A picture is no text: of everything else on it nothing is said here, and the
// letters of a paper are the form reader's at the server. Twin of backend/documents/images.py.

import { headerOf, type ImageHeader } from "./image_header.ts";
import type { Image } from "./pictures.ts";
import type { Bytes, Reading } from "./reading.ts";
import { otherType } from "./sniff.ts";
import { stampsOn } from "./stamps/page.ts";
import { Unreadable } from "./unreadable.ts";

const MOST_PIXELS = 60_000_000; // an A3 sheet at 400 dpi, a photograph of today's telephones; four bytes each
const A4_INCHES = 11.69; // its longer side
const SCREEN_DPI = 96;
const LIKELY_DPI = [60, 1300] as const;
const LIKELY_INCHES = [1, 24] as const; // the longer side of what is scanned

/** PNG, JPEG, WebP, GIF: one picture. Others that follow it in an animation are not looked at.
 *  @throws Unreadable */
export async function readImage(bytes: Bytes, path: string, _depth: number, reading: Reading): Promise<string> {
	const mediaType = otherType(bytes) ?? "";
	const header = headerOf(bytes, mediaType);
	checkSize(header);
	const image = await reading.pictures.decode(bytes, mediaType);
	const page = await stampsOn(image, likelyDpis(image, header.dpi), reading.pictures);
	reading.add(path, mediaType, page.texts.length > 0 ? [{ number: 1, lines: [], stamps: page.texts }] : []);
	if (page.uncertain) reading.doubt(path, 1);
	if (header.animated) reading.giveUp(path, mediaType, "unsupported");
	return mediaType;
}

/** @throws Unreadable limit */
export function checkSize({ width, height }: Pick<ImageHeader, "width" | "height">): void {
	if (width * height > MOST_PIXELS) throw new Unreadable("limit");
	if (width * height === 0) throw new Unreadable("corrupt");
}

/** How many pixels an inch of paper may have: what the file claims where that makes a sheet of paper; else an A4 page,
 *  and for small pictures, pasted into papers, what a screen shows. */
export function likelyDpis({ width, height }: Pick<Image, "width" | "height">, claimed: number | null): number[] {
	const longest = Math.max(width, height);
	if (claimed !== null && within(claimed, LIKELY_DPI) && within(longest / claimed, LIKELY_INCHES)) return [claimed];
	const page = longest / A4_INCHES;
	if (page > SCREEN_DPI) return [page];
	return page < LIKELY_DPI[0] ? [SCREEN_DPI] : [page, SCREEN_DPI];
}

function within(value: number, [least, most]: readonly [number, number]): boolean {
	return value >= least && value <= most;
}
