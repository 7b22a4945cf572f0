// Pictures: what stands in stamps on them. A picture is no text: the letters of a paper on it are read at the server.
// Twin of backend/documents/images.py.

import type { Page } from "../core/index.ts";
import { headerOf, type ImageHeader } from "./image_header.ts";
import { isTiny, resolutions } from "./image_size.ts";
import { tailOf } from "./image_tail.ts";
import type { Image } from "./pictures.ts";
import { type Bytes, innerPath, type Reading } from "./reading.ts";
import { otherType } from "./sniff.ts";
import { stampsOn } from "./stamps/page.ts";
import { Unreadable } from "./unreadable.ts";

const MOST_PIXELS = 80_000_000; // A3 at 600 dpi has 70 million; four bytes each

/** PNG, JPEG, WebP, GIF: one picture. Others that follow it in an animation are not looked at; what stands behind its
 *  end is read as a file. */
export async function readImage(bytes: Bytes, path: string, depth: number, reading: Reading): Promise<string> {
	const mediaType = otherType(bytes) ?? "";
	const pages: Page[] = [];
	try {
		const header = headerOf(bytes, mediaType);
		checkSize(header);
		if (!isTiny(header)) reading.pictures.expectLetters();
		const image = await reading.pictures.decode(bytes, mediaType);
		pages.push(await pageOf(image, header.dpi, 1, path, reading));
		if (header.animated) reading.giveUp(path, mediaType, "unsupported");
	} catch (error) {
		if (!(error instanceof Unreadable)) throw error;
		reading.giveUp(path, mediaType, error.reason);
	}
	reading.add(path, mediaType, pages);
	const tail = tailOf(bytes, mediaType);
	if (tail.length > 0) await reading.goDeeper(tail, innerPath(path, "(tail)"), depth + 1);
	return mediaType;
}

/** @throws Unreadable limit */
export function checkSize({ width, height }: Pick<ImageHeader, "width" | "height">): void {
	if (width * height > MOST_PIXELS) throw new Unreadable("limit");
	if (width * height === 0) throw new Unreadable("corrupt");
}

/** The stamps on one picture, at each of the resolutions it may have; only at the likeliest is it doubted.
 *  @param dpi what the file states */
export async function pageOf(
	image: Image,
	dpi: number | null,
	number: number,
	path: string,
	reading: Reading,
): Promise<Page> {
	if (isTiny(image)) return { number, lines: [] };
	const [likeliest, ...others] = resolutions(image, dpi);
	const { texts, uncertain } = await stampsOn(image, [likeliest], reading.pictures);
	if (uncertain) reading.doubt(path, number);
	const more = await stampsOn(image, others, reading.pictures);
	return { number, lines: [], stamps: [...new Set([...texts, ...more.texts])] };
}
