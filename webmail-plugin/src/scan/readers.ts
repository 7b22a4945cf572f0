// Which reader reads what: one line for each media type that a file's first bytes name (sniff). A reader's code is
// loaded with the first file that needs it. Twin of backend/documents/readers.py.

import type { Bytes, Reading } from "./reading.ts";
import * as sniff from "./sniff.ts";

/** Adds what it reads to `reading`, sends inner files deeper, and resolves to the media type. Rejects with Unreadable
 *  for the whole of it, or with LimitExceeded. */
export type Reader = (bytes: Bytes, path: string, depth: number, reading: Reading) => Promise<string>;

export const READERS: ReadonlyMap<string, () => Promise<Reader>> = new Map([
	[sniff.SEVEN_ZIP, async () => (await import("./archives/archive.ts")).readSevenZip],
	[sniff.RAR, async () => (await import("./archives/archive.ts")).readRar],
	[sniff.TAR, async () => (await import("./archives/tar.ts")).readTar],
	[sniff.CMS, async () => (await import("./mail/cms.ts")).readCms],
	[sniff.OLE, async () => (await import("./compound/reader.ts")).readCompound],
	[sniff.RTF, async () => (await import("./rtf/document.ts")).readRtf],
	[sniff.GZIP, async () => (await import("./archives/gzip.ts")).readGzip],
	...["image/png", "image/jpeg", "image/webp", "image/gif"].map((type) => [type, image] as const),
	["image/bmp", async () => (await import("./bitmap.ts")).readBitmap],
	[sniff.EMF, async () => (await import("./metafile/reader.ts")).readEmf],
	[sniff.WMF, async () => (await import("./metafile/reader.ts")).readWmf],
	["image/tiff", async () => (await import("./tiff.ts")).readTiff],
]);

async function image(): Promise<Reader> {
	return (await import("./images.ts")).readImage;
}
