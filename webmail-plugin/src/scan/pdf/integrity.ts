// The compressed streams of a PDF: whether they are whole, and files among them. Twin of
// backend/documents/pdf_integrity.py: a viewer shows what it gets out of a damaged stream and says nothing; another viewer
// may get more. Flate streams carry a checksum, so damage shows. Pictures are passed over: a page with one is looked at.
// A file may be embedded where no list of attachments names it. Its stream says what it is, or begins as files do.

import { Unzlib } from "fflate";
import { inflatedPieces, joined } from "../native_inflate.ts";
import type { Bytes } from "../reading.ts";
import { find, findLast } from "../sniff.ts";
import { LimitExceeded } from "../unreadable.ts";

const FLATE_FIRST = /\/(?:Filter|F)[\s\0]*\[?[\s\0]*\/(?:FlateDecode|Fl)(?![A-Za-z0-9_])/u;
const PICTURE = /\/Subtype[\s\0]*\/Image(?![A-Za-z0-9_])/u;
const FILTER = /\/(?:Filter|F)[\s\0]*[[/]/u;
const SEVERAL = /\/(?:Filter|F)[\s\0]*\[[\s\0]*\/[A-Za-z0-9_]+[\s\0]*\//u;
// What only the stream of an embedded file says of itself (ISO 32000-1, 7.11.4): its type, its dates, a media type
const EMBEDDED = /\/EmbeddedFile(?![A-Za-z0-9_])|\/Params(?![A-Za-z0-9_])/u;
const MEDIA_TYPE = /\/Subtype[\s\0]*\/[A-Za-z0-9_]+#2[Ff]/u; // with its slash escaped
const FILE_START =
	/^(?:PK(?:\x03\x04|\x05\x06|\x07\x08)|%PDF-|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf|7z\xbc\xaf\x27\x1c|Rar!)/u;
const LONGEST_START = 8;
const BEFORE_STREAM = />>[\s\0]*$/u;
const LONGEST_DICTIONARY_BYTES = 4096;
const SLICE_BYTES = 16_384;
const ADLER_MODULUS = 65_521;
const ADLER_RUN = 3800; // bytes that can be summed before the remainder must be taken

export interface Streams {
	readonly whole: boolean;
	/** Contents of embedded files. */
	readonly files: readonly Bytes[];
	/** How many others are packed in a way that is not undone here, or encrypted. */
	readonly unread: number;
}

/** Inflate every Flate stream, and throw away what is no file. Encryption hides whether streams are whole.
 *  Rejects with LimitExceeded when they inflate to more than `roomBytes` together. */
export async function readStreams(bytes: Bytes, roomBytes: number): Promise<Streams> {
	const isEncrypted = find(bytes, "/Encrypt") >= 0;
	const files: Bytes[] = [];
	let [room, unread] = [roomBytes, 0];
	for (let at = find(bytes, "stream"); at >= 0; at = find(bytes, "stream", at + 1)) {
		const begins = streamBegins(bytes, at);
		if (begins === null) continue;
		const written = dictionaryBefore(bytes, at);
		const dictionary = unescaped(written);
		if (PICTURE.test(dictionary)) continue;
		const isEmbedded = EMBEDDED.test(dictionary) || MEDIA_TYPE.test(written);
		if (isEncrypted || (isEmbedded && isPackedOtherwise(dictionary))) {
			unread += isEmbedded ? 1 : 0;
			continue;
		}
		const ends = find(bytes, "endstream", begins);
		const stored = bytes.subarray(begins, ends === -1 ? undefined : ends);
		let content: Bytes | null = withoutLineEnd(stored);
		if (FLATE_FIRST.test(dictionary)) {
			const inflated = await inflate(stored, room, isEmbedded);
			if (inflated === null) return { whole: false, files, unread };
			room -= inflated.size;
			content = inflated.content;
		} else if (FILTER.test(dictionary)) continue;
		if (content !== null && (isEmbedded || beginsAsFile(content))) files.push(content);
	}
	return { whole: true, files, unread };
}

function isPackedOtherwise(dictionary: string): boolean {
	return SEVERAL.test(dictionary) || (FILTER.test(dictionary) && !FLATE_FIRST.test(dictionary));
}

function beginsAsFile(content: Uint8Array): boolean {
	return FILE_START.test(latin1(content.subarray(0, LONGEST_START)));
}

function withoutLineEnd(stored: Bytes): Bytes {
	const last = stored.at(-1);
	const length = last === 0x0a && stored.at(-2) === 0x0d ? 2 : last === 0x0a || last === 0x0d ? 1 : 0;
	return stored.subarray(0, stored.length - length);
}

/** Where the data of a stream begins whose keyword stands here: behind one line end (ISO 32000-1, 7.3.8). */
function streamBegins(bytes: Uint8Array, keywordAt: number): number | null {
	const before = latin1(bytes.subarray(Math.max(keywordAt - 64, 0), keywordAt));
	const end = keywordAt + "stream".length;
	if (!BEFORE_STREAM.test(before)) return null;
	if (bytes[end] === 0x0d) return bytes[end + 1] === 0x0a ? end + 2 : end + 1;
	return bytes[end] === 0x0a ? end + 1 : null;
}

function dictionaryBefore(bytes: Uint8Array, keywordAt: number): string {
	const window = bytes.subarray(Math.max(keywordAt - LONGEST_DICTIONARY_BYTES, 0), keywordAt);
	return latin1(window.subarray(Math.max(findLast(window, " obj"), 0)));
}

function unescaped(written: string): string {
	return written.replace(/#([0-9A-Fa-f]{2})/gu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function latin1(bytes: Uint8Array): string {
	return String.fromCharCode(...bytes);
}

interface Inflated {
	readonly size: number;
	/** Null unless it is to be kept or begins as a file. */
	readonly content: Bytes | null;
}

/** Null if damaged. Something may stand behind its end: a line end that the file does not count, or anything else. */
async function inflate(stored: Bytes, roomBytes: number, keep: boolean): Promise<Inflated | null> {
	try {
		let size = 0;
		let kept: Uint8Array[] | null = null;
		for await (const piece of inflatedPieces(withoutLineEnd(stored), "deflate", roomBytes)) {
			if (size === 0 && (keep || beginsAsFile(piece))) kept = [];
			size += piece.length;
			kept?.push(piece);
		}
		return { size, content: kept === null ? null : joined(kept) };
	} catch (error) {
		if (error instanceof LimitExceeded) throw error;
		return inflateByHand(stored, roomBytes, keep);
	}
}

function inflateByHand(stored: Uint8Array, roomBytes: number, keep: boolean): Inflated | null {
	const sum = new Adler();
	let size = 0;
	let pieces: Uint8Array[] | null = null;
	const inflater = new Unzlib((chunk) => {
		if (size === 0 && (keep || beginsAsFile(chunk))) pieces = [];
		size += chunk.length;
		if (size > roomBytes) throw new LimitExceeded();
		sum.add(chunk);
		pieces?.push(chunk.slice());
	});
	try {
		for (let at = 0; at === 0 || at < stored.length; at += SLICE_BYTES) {
			inflater.push(stored.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= stored.length);
		}
	} catch (error) {
		if (error instanceof LimitExceeded) throw error;
		return null;
	}
	if (find(stored, sum.written) < 0) return null;
	return { size, content: pieces === null ? null : joined(pieces) };
}

/** The checksum of zlib (RFC 1950). */
class Adler {
	#low = 1;
	#high = 0;

	add(bytes: Uint8Array): void {
		let [low, high] = [this.#low, this.#high];
		for (let at = 0; at < bytes.length; ) {
			for (const end = Math.min(at + ADLER_RUN, bytes.length); at < end; at++) {
				low += bytes[at] ?? 0;
				high += low;
			}
			low %= ADLER_MODULUS;
			high %= ADLER_MODULUS;
		}
		[this.#low, this.#high] = [low, high];
	}

	/** As the four bytes behind the data. */
	get written(): string {
		const bytes = [this.#high >> 8, this.#high & 0xff, this.#low >> 8, this.#low & 0xff];
		return String.fromCharCode(...bytes);
	}
}
