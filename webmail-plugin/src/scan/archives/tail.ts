import { type Bytes, innerPath, type Reading } from "../reading.ts";

const PADDING = new Set([0x00, 0x20, 0x09, 0x0d, 0x0a, 0x1a]); // what nobody shows, around a file

export function isPadding(bytes: Uint8Array): boolean {
	return bytes.every((byte) => PADDING.has(byte));
}

export function withoutPadding(bytes: Bytes): Bytes {
	const first = bytes.findIndex((byte) => !PADDING.has(byte));
	return first === -1 ? bytes.subarray(0, 0) : bytes.subarray(first);
}

export interface Place {
	readonly path: string;
	readonly mediaType: string;
}

/** What stands behind an archive is read too, but as what it would be taken for nobody knows: never clean. */
export async function readTail(tail: Bytes, place: Place, depth: number, reading: Reading): Promise<void> {
	if (isPadding(tail)) return;
	reading.giveUp(place.path, place.mediaType, "corrupt");
	await reading.goDeeper(tail, innerPath(place.path, "(tail)"), depth + 1);
}
