// Inflate (RFC 1951) for streams whose end nobody names: the browser's own DecompressionStream does not tell where a
// stream ended, and a gz file may hold several, or something else behind them.

import { LimitExceeded, Unreadable } from "../unreadable.ts";

const LONGEST_CODE = 15;
const END_OF_BLOCK = 256;
const LENGTH_BASE = [
	3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
	1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
	8193, 12289, 16385, 24577,
];
const DISTANCE_BITS = [
	0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Codes by their bits, the first bit lowest: symbol * 16 + length; 0 where no code is. */
interface Codes {
	readonly table: Uint16Array;
	readonly bits: number;
}

export interface Inflated {
	readonly content: Uint8Array<ArrayBuffer>;
	/** Behind the last byte of the stream. */
	readonly ends: number;
}

/** @throws Unreadable corrupt. @throws LimitExceeded more than `roomBytes`. */
export function inflate(bytes: Uint8Array, starts: number, roomBytes: number): Inflated {
	const inflater = new Inflater(bytes, starts, roomBytes);
	inflater.run();
	return { content: inflater.content(), ends: inflater.ends() };
}

class Inflater {
	readonly #bytes: Uint8Array;
	readonly #roomBytes: number;
	#at: number;
	#held = 0; // bits not yet used
	#heldBits = 0;
	#out = new Uint8Array(1 << 16);
	#size = 0;

	constructor(bytes: Uint8Array, starts: number, roomBytes: number) {
		this.#bytes = bytes;
		this.#at = starts;
		this.#roomBytes = roomBytes;
	}

	content(): Uint8Array<ArrayBuffer> {
		return this.#out.slice(0, this.#size);
	}

	ends(): number {
		return this.#at - (this.#heldBits >> 3);
	}

	run(): void {
		for (let isLast = false; !isLast; ) {
			isLast = this.#bits(1) === 1;
			const kind = this.#bits(2);
			if (kind === 0) this.#stored();
			else if (kind === 1) this.#compressed(FIXED_LITERALS, FIXED_DISTANCES);
			else if (kind === 2) this.#dynamic();
			else throw new Unreadable("corrupt");
		}
	}

	#bits(count: number): number {
		while (this.#heldBits < count) {
			const byte = this.#bytes[this.#at];
			if (byte === undefined) throw new Unreadable("corrupt");
			this.#held |= byte << this.#heldBits;
			this.#heldBits += 8;
			this.#at += 1;
		}
		const value = this.#held & ((1 << count) - 1);
		this.#held >>>= count;
		this.#heldBits -= count;
		return value;
	}

	#symbol({ table, bits }: Codes): number {
		while (this.#heldBits < bits && this.#at < this.#bytes.length) {
			this.#held |= (this.#bytes[this.#at] ?? 0) << this.#heldBits;
			this.#heldBits += 8;
			this.#at += 1;
		}
		const entry = table[this.#held & ((1 << bits) - 1)] ?? 0;
		const length = entry & 15;
		if (length === 0 || length > this.#heldBits) throw new Unreadable("corrupt");
		this.#held >>>= length;
		this.#heldBits -= length;
		return entry >> 4;
	}

	#stored(): void {
		this.#at = this.ends();
		this.#held = 0;
		this.#heldBits = 0;
		const size = this.#bits(16);
		if (this.#bits(16) !== (~size & 0xffff) || this.#at + size > this.#bytes.length) throw new Unreadable("corrupt");
		this.#grow(size);
		this.#out.set(this.#bytes.subarray(this.#at, this.#at + size), this.#size);
		this.#at += size;
		this.#size += size;
	}

	#dynamic(): void {
		const literals = this.#bits(5) + 257;
		const distances = this.#bits(5) + 1;
		const lengthCodes = this.#bits(4) + 4;
		if (literals > 286 || distances > 30) throw new Unreadable("corrupt");
		const ofLengths = new Uint8Array(19);
		for (const symbol of CODE_LENGTH_ORDER.slice(0, lengthCodes)) ofLengths[symbol] = this.#bits(3);
		const lengths = this.#codeLengths(codesOf(ofLengths, { mayBeSingle: false }), literals + distances);
		if (lengths[END_OF_BLOCK] === 0) throw new Unreadable("corrupt");
		this.#compressed(codesOf(lengths.subarray(0, literals)), codesOf(lengths.subarray(literals)));
	}

	#codeLengths(codes: Codes, count: number): Uint8Array {
		const lengths = new Uint8Array(count);
		for (let at = 0; at < count; ) {
			const symbol = this.#symbol(codes);
			if (symbol < 16) {
				lengths[at++] = symbol;
				continue;
			}
			if (symbol === 16 && at === 0) throw new Unreadable("corrupt");
			const repeated = symbol === 16 ? (lengths[at - 1] ?? 0) : 0;
			const times = symbol === 16 ? 3 + this.#bits(2) : symbol === 17 ? 3 + this.#bits(3) : 11 + this.#bits(7);
			if (at + times > count) throw new Unreadable("corrupt");
			lengths.fill(repeated, at, at + times);
			at += times;
		}
		return lengths;
	}

	#compressed(literals: Codes, distances: Codes): void {
		for (;;) {
			const symbol = this.#symbol(literals);
			if (symbol === END_OF_BLOCK) return;
			if (symbol < END_OF_BLOCK) {
				this.#grow(1);
				this.#out[this.#size++] = symbol;
			} else this.#copy(symbol - 257, distances);
		}
	}

	#copy(lengthSymbol: number, distances: Codes): void {
		const length = (LENGTH_BASE[lengthSymbol] ?? this.#nothing()) + this.#bits(LENGTH_BITS[lengthSymbol] ?? 0);
		const symbol = this.#symbol(distances);
		const distance = (DISTANCE_BASE[symbol] ?? this.#nothing()) + this.#bits(DISTANCE_BITS[symbol] ?? 0);
		if (distance > this.#size) throw new Unreadable("corrupt");
		this.#grow(length);
		if (distance >= length) {
			this.#out.copyWithin(this.#size, this.#size - distance, this.#size - distance + length);
		} else {
			for (let at = this.#size; at < this.#size + length; at++) this.#out[at] = this.#out[at - distance] ?? 0;
		}
		this.#size += length;
	}

	#nothing(): never {
		throw new Unreadable("corrupt");
	}

	#grow(more: number): void {
		if (this.#size + more > this.#roomBytes) throw new LimitExceeded();
		if (this.#size + more <= this.#out.length) return;
		const larger = new Uint8Array(Math.max(this.#out.length * 2, this.#size + more));
		larger.set(this.#out.subarray(0, this.#size));
		this.#out = larger;
	}
}

/** A table of a canonical Huffman code. One with too many codes is corrupt; one with too few may only have a single one
 *  of one bit, or none. */
function codesOf(lengths: Uint8Array, { mayBeSingle } = { mayBeSingle: true }): Codes {
	const counts = new Uint16Array(LONGEST_CODE + 1);
	for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
	counts[0] = 0;
	const next = new Uint16Array(LONGEST_CODE + 2);
	let left = 1;
	let longest = 0;
	for (let length = 1; length <= LONGEST_CODE; length++) {
		left = left * 2 - (counts[length] ?? 0);
		if (left < 0) throw new Unreadable("corrupt");
		if ((counts[length] ?? 0) > 0) longest = length;
		next[length + 1] = ((next[length] ?? 0) + (counts[length] ?? 0)) << 1;
	}
	if (left > 0 && !(mayBeSingle && longest <= 1)) throw new Unreadable("corrupt");
	const bits = Math.max(1, longest);
	const table = new Uint16Array(1 << bits);
	lengths.forEach((length, symbol) => {
		if (length === 0) return;
		const code = next[length] ?? 0;
		next[length] = code + 1;
		for (let at = reversed(code, length); at < table.length; at += 1 << length) table[at] = symbol * 16 + length;
	});
	return { table, bits };
}

function reversed(code: number, length: number): number {
	let turned = 0;
	for (let bit = 0; bit < length; bit++) turned |= ((code >> bit) & 1) << (length - 1 - bit);
	return turned;
}

const FIXED_LITERALS = codesOf(
	Uint8Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)),
);
const FIXED_DISTANCES = codesOf(new Uint8Array(32).fill(5));
