// Which reader reads what: one line for each media type that a file's first bytes name (sniff). A reader's code is
// loaded with the first file that needs it. Twin of backend/documents/readers.py.

import type { Bytes, Reading } from "./reading.ts";
import { OLE } from "./sniff.ts";

/** Adds what it reads to `reading`, sends inner files deeper, and resolves to the media type. Rejects with Unreadable
 *  for the whole of it, or with LimitExceeded. */
export type Reader = (bytes: Bytes, path: string, depth: number, reading: Reading) => Promise<string>;

export const READERS: ReadonlyMap<string, () => Promise<Reader>> = new Map([
	[OLE, async () => (await import("./compound/reader.ts")).readCompound],
	["application/rtf", async () => (await import("./rtf/document.ts")).readRtf],
]);
