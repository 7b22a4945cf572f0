// Whether the compressed streams of a PDF are whole. Twin of backend/documents/pdf_integrity.py: a viewer shows what it
// gets out of a damaged stream and says nothing; another viewer may get more. Flate streams carry a checksum, so damage
// shows. Pictures are passed over: a page with one is not called clean anyway.

import { Unzlib } from "fflate";
import { find, findLast } from "../sniff.ts";
import { LimitExceeded } from "../unreadable.ts";

const FLATE_FIRST = /\/(?:Filter|F)[\s\0]*\[?[\s\0]*\/(?:FlateDecode|Fl)(?![A-Za-z0-9_])/u;
const PICTURE = /\/Subtype[\s\0]*\/Image(?![A-Za-z0-9_])/u;
const BEFORE_STREAM = />>[\s\0]*$/u;
const LONGEST_DICTIONARY_BYTES = 4096;
const SLICE_BYTES = 16_384;
const ADLER_MODULUS = 65_521;
const ADLER_RUN = 3800; // bytes that can be summed before the remainder must be taken

/** Inflate every Flate stream and throw the result away. True as well when encryption hides them.
 *  @throws LimitExceeded when they inflate to more than `roomBytes` together. */
export function streamsAreWhole(bytes: Uint8Array, roomBytes: number): boolean {
	if (find(bytes, "/Encrypt") >= 0) return true;
	let room = roomBytes;
	for (let at = find(bytes, "stream"); at >= 0; at = find(bytes, "stream", at + 1)) {
		const begins = streamBegins(bytes, at);
		if (begins === null || !isFlate(dictionaryBefore(bytes, at))) continue;
		const ends = find(bytes, "endstream", begins);
		const inflated = inflatedBytes(bytes.subarray(begins, ends === -1 ? undefined : ends), room);
		if (inflated === null) return false;
		room -= inflated;
	}
	return true;
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

function isFlate(dictionary: string): boolean {
	return FLATE_FIRST.test(dictionary) && !PICTURE.test(dictionary);
}

function latin1(bytes: Uint8Array): string {
	return String.fromCharCode(...bytes);
}

/** How much a stream inflates to, null if it is damaged. Something may stand behind its end. */
function inflatedBytes(stored: Uint8Array, roomBytes: number): number | null {
	const sum = new Adler();
	let total = 0;
	const inflater = new Unzlib((chunk) => {
		total += chunk.length;
		if (total > roomBytes) throw new LimitExceeded();
		sum.add(chunk);
	});
	try {
		for (let at = 0; at === 0 || at < stored.length; at += SLICE_BYTES) {
			inflater.push(stored.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= stored.length);
		}
	} catch (error) {
		if (error instanceof LimitExceeded) throw error;
		return null;
	}
	return find(stored, sum.written) >= 0 ? total : null;
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
