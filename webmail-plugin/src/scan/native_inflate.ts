// The decompressor every browser has of its own: several times as fast as one in script. It rejects whatever is damaged
// and whatever stands behind the end.

import { LimitExceeded } from "./unreadable.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What it inflates to, piece by piece. Deflate is meant as zlib writes it (RFC 1950).
 *  @throws LimitExceeded as soon as it is more than `roomBytes`; a TypeError when it is not whole. */
export async function* inflatedPieces(
	packed: Bytes,
	format: "gzip" | "deflate",
	roomBytes: number,
): AsyncGenerator<Uint8Array> {
	const { readable, writable } = new DecompressionStream(format);
	const writer = writable.getWriter();
	writer.write(packed).catch(() => undefined); // whoever reads hears of it
	writer.close().catch(() => undefined);
	const reader = readable.getReader();
	let size = 0;
	for (let read = await reader.read(); !read.done; read = await reader.read()) {
		size += read.value.length;
		if (size > roomBytes) {
			await reader.cancel().catch(() => undefined);
			throw new LimitExceeded();
		}
		yield read.value;
	}
}

export function joined(pieces: readonly Uint8Array[]): Bytes {
	const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}
