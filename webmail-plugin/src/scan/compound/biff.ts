// Records and strings of Excel 5–2003 workbooks (MS-XLS 2.1.4, 2.5.293 ff.). A record that is too long goes on in others
// (Continue); a string that goes on says anew how wide its characters are. Twin of backend/documents/compound/biff.py.

import { decodeCodePage, UTF_16 } from "../code_page.ts";
import type { Bytes } from "../reading.ts";
import { at16, at32 } from "./numbers.ts";

const CONTINUE = 0x3c;
export const HIGH_BYTES = 1; // flags of a string
const PHONETIC = 4;
const RICH = 8;

export interface BiffRecord {
	readonly kind: number;
	/** Where it stands in the stream. */
	readonly at: number;
	/** Its own data, and those of its continuations. */
	readonly pieces: readonly Bytes[];
	readonly data: Bytes;
}

export interface RichString {
	readonly text: string;
	/** Places where another font begins, by its number. */
	readonly runs: readonly (readonly [begins: number, font: number])[];
}

/** Iterates over a stream; afterwards `isBroken` says whether the last record was whole. */
export class BiffRecords {
	isBroken = false;
	readonly #stream: Bytes;

	constructor(stream: Bytes) {
		this.#stream = stream;
	}

	*[Symbol.iterator](): Generator<BiffRecord> {
		let record = { kind: 0, at: 0, pieces: [] as Bytes[], data: this.#stream.subarray(0, 0) };
		let isFirst = true;
		for (let at = 0; at + 4 <= this.#stream.length; ) {
			const kind = at16(this.#stream, at);
			const size = at16(this.#stream, at + 2);
			const data = this.#stream.subarray(at + 4, at + 4 + size);
			this.isBroken ||= data.length < size;
			if (kind === CONTINUE) record.pieces.push(data);
			else {
				if (!isFirst) yield record;
				isFirst = false;
				record = { kind, at, pieces: [data], data };
			}
			at += 4 + size;
		}
		if (!isFirst) yield record;
	}
}

/** The bytes of a record end before what it says it holds. */
export class EndOfRecord extends Error {}

/** Reads forward through the pieces of a record; throws EndOfRecord where they end. */
export class Source {
	readonly #pieces: readonly Bytes[];
	#piece = 0;
	#at = 0;

	constructor(pieces: readonly Bytes[]) {
		this.#pieces = pieces;
	}

	take(size: number): Bytes {
		const taken: number[] = [];
		let left = size;
		while (left > 0) {
			const piece = this.#here.subarray(this.#at, this.#at + left);
			if (piece.length === 0) {
				this.#next();
				continue;
			}
			for (const byte of piece) taken.push(byte);
			this.#at += piece.length;
			left -= piece.length;
		}
		return Uint8Array.from(taken);
	}

	byte(): number {
		return this.take(1)[0] ?? 0;
	}

	short(): number {
		return at16(this.take(2), 0);
	}

	number(): number {
		return at32(this.take(4), 0);
	}

	/** Each piece after the first begins by saying whether its characters are wide. */
	characters(count: number, isWide: boolean): string {
		let text = "";
		let left = count;
		let width = isWide ? 2 : 1;
		while (left > 0) {
			const fit = Math.min(left, Math.floor((this.#here.length - this.#at) / width));
			const bytes = this.#here.subarray(this.#at, this.#at + fit * width);
			text += width === 2 ? decodeCodePage(bytes, UTF_16) : latin1(bytes);
			this.#at += fit * width;
			left -= fit;
			if (left > 0) {
				this.#next();
				width = this.byte() & HIGH_BYTES ? 2 : 1;
			}
		}
		return text;
	}

	/** A Unicode string of that many characters, with what follows it. */
	string(count: number): RichString {
		const flags = this.byte();
		const runCount = flags & RICH ? this.short() : 0;
		const phonetic = flags & PHONETIC ? this.number() : 0;
		const text = this.characters(count, Boolean(flags & HIGH_BYTES));
		const runs: (readonly [number, number])[] = [];
		for (let run = 0; run < runCount; run++) runs.push([this.short(), this.short()]);
		this.#pass(phonetic);
		return { text, runs };
	}

	#pass(size: number): void {
		let left = size;
		while (left > 0) {
			const here = Math.min(this.#here.length - this.#at, left);
			this.#at += here;
			left -= here;
			if (left > 0) this.#next();
		}
	}

	get #here(): Bytes {
		return this.#pieces[this.#piece] ?? new Uint8Array();
	}

	#next(): void {
		if (this.#piece + 1 >= this.#pieces.length) throw new EndOfRecord();
		this.#piece += 1;
		this.#at = 0;
	}
}

export function latin1(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}
