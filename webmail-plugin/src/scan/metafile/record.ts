// One record of a metafile: numbers by their place, the low byte first. What lies beyond its end is an error.

import type { Bytes } from "../reading.ts";
import { Unreadable } from "../unreadable.ts";
import type { Box, Figure, Point } from "./outlines.ts";

export type Four = readonly [number, number, number, number];

export class MetafileRecord {
	readonly bytes: Bytes;
	readonly #view: DataView;

	constructor(bytes: Bytes) {
		this.bytes = bytes;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	get length(): number {
		return this.bytes.length;
	}

	byte(at: number): number {
		return this.#view.getUint8(at);
	}

	short(at: number): number {
		return this.#view.getInt16(at, true);
	}

	word(at: number): number {
		return this.#view.getUint16(at, true);
	}

	int(at: number): number {
		return this.#view.getInt32(at, true);
	}

	number(at: number): number {
		return this.#view.getUint32(at, true);
	}

	four(at: number): Four {
		return [this.number(at), this.number(at + 4), this.number(at + 8), this.number(at + 12)];
	}

	float(at: number): number {
		return this.#view.getFloat32(at, true);
	}

	floats(at: number, count: number): number[] {
		return Array.from({ length: count }, (_, index) => this.float(at + 4 * index));
	}

	point(at: number): Point {
		return [this.int(at), this.int(at + 4)];
	}

	box(at: number): Box {
		return [this.int(at), this.int(at + 4), this.int(at + 8), this.int(at + 12)];
	}

	/** x before y, of two bytes each or of four. */
	points(at: number, count: number, areSmall: boolean): Figure {
		const size = areSmall ? 4 : 8;
		if (count < 0 || at + count * size > this.length) throw new Unreadable("corrupt");
		return Array.from({ length: count }, (_, index): Point => {
			const place = at + index * size;
			return areSmall ? [this.short(place), this.short(place + 2)] : this.point(place);
		});
	}

	slice(at: number, count: number): Bytes {
		return this.bytes.subarray(at, at + count);
	}
}

/** What a reader ran into beyond the end of a record is damage. */
export function corruptBeyondEnd(read: () => void): void {
	try {
		read();
	} catch (error) {
		throw error instanceof RangeError ? new Unreadable("corrupt") : error;
	}
}
