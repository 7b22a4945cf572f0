// Which reader reads what: one line for each media type that a file's first bytes name (sniff). A reader's code is
// loaded with the first file that needs it. Twin of backend/documents/readers.py.

import type { Bytes, Reading } from "./reading.ts";

/** Adds what it reads to `reading`, sends inner files deeper, and resolves to the media type. Rejects with Unreadable
 *  for the whole of it, or with LimitExceeded. */
export type Reader = (bytes: Bytes, path: string, depth: number, reading: Reading) => Promise<string>;

export const READERS: ReadonlyMap<string, () => Promise<Reader>> = new Map([
	...["image/png", "image/jpeg", "image/webp", "image/gif"].map((type) => [type, image] as const),
	["image/tiff", async () => (await import("./tiff.ts")).readTiff],
]);

async function image(): Promise<Reader> {
	return (await import("./images.ts")).readImage;
}
