// What stands behind the end of a picture: viewers do not show it, other programs may read it as a file of its own. Twin
// of backend/documents/picture_tail.py.

import type { Bytes } from "./reading.ts";
import { find, findLast } from "./sniff.ts";

const PADDING = new Set([0x00, 0x20, 0x09, 0x0d, 0x0a, 0x1a]);
const PNG_END = "IEND\xaeB`\x82";
const JPEG_END = "\xff\xd9";
const PHONE_TRAILER = "SEFT"; // Samsung's cameras put their own fields behind every photograph
const ARCHIVE_STARTS = [
	"Rar!\x1a\x07",
	"7z\xbc\xaf\x27\x1c",
	"PK\x03\x04",
	"%PDF-",
	"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
];

/** Empty when the picture ends the file, or only its camera's own fields follow. */
export function tailOf(bytes: Bytes, mediaType: string): Bytes {
	const tail = withoutPadding(behind(bytes, mediaType));
	const trailer = findLast(tail, PHONE_TRAILER);
	const isPhones = trailer >= 0 && trailer + PHONE_TRAILER.length === tail.length;
	return isPhones && !ARCHIVE_STARTS.some((start) => find(tail, start) >= 0) ? tail.subarray(0, 0) : tail;
}

function behind(bytes: Bytes, mediaType: string): Bytes {
	if (mediaType === "image/webp") {
		return bytes.subarray(8 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true));
	}
	// A JPEG may hold others (thumbnails, second views): what follows the last one's end is behind them all
	const [end, at] = mediaType === "image/png" ? [PNG_END, find(bytes, PNG_END)] : [JPEG_END, findLast(bytes, JPEG_END)];
	if (at < 0 || !["image/png", "image/jpeg"].includes(mediaType)) return bytes.subarray(0, 0);
	return bytes.subarray(at + end.length);
}

function withoutPadding(bytes: Bytes): Bytes {
	let [start, end] = [0, bytes.length];
	while (start < end && PADDING.has(bytes[start] ?? -1)) start += 1;
	while (end > start && PADDING.has(bytes[end - 1] ?? -1)) end -= 1;
	return bytes.subarray(start, end);
}
