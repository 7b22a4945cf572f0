// What tells a tar archive, so that its reader is loaded only for one.

import { latin } from "../sniff.ts";
import { Unreadable } from "../unreadable.ts";

export const BLOCK = 512;

/** Whether a header whose checksum is right stands at the start. */
export function isTar(bytes: Uint8Array): boolean {
	return bytes.length >= BLOCK && bytes[0] !== 0 && checksumIsRight(bytes.subarray(0, BLOCK));
}

/** The sum of all bytes, its own eight counted as spaces; old programs added signed bytes. */
export function checksumIsRight(block: Uint8Array): boolean {
	let told: number;
	try {
		told = numberOf(block.subarray(148, 156));
	} catch {
		return false;
	}
	let unsigned = 0;
	let signed = 0;
	for (const [index, written] of block.entries()) {
		const byte = index >= 148 && index < 156 ? 0x20 : written;
		unsigned += byte;
		signed += byte > 127 ? byte - 256 : byte;
	}
	return told === unsigned || told === signed;
}

/** Octal digits, or bytes of a large number (GNU). */
export function numberOf(field: Uint8Array): number {
	const first = field[0] ?? 0;
	if ((first & 0x80) !== 0) return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, first & 0x7f);
	const digits = (latin(field).split("\0", 1)[0] ?? "").replace(/^ +| +$/gu, "");
	if (!/^[0-7]*$/u.test(digits)) throw new Unreadable("corrupt");
	return digits === "" ? 0 : Number.parseInt(digits, 8);
}
