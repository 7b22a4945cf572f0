// Little-endian numbers in bytes; 0 beyond the end, which whoever asks checks where it matters.

export function at16(bytes: Uint8Array, at: number): number {
	return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

export function at32(bytes: Uint8Array, at: number): number {
	return (at16(bytes, at) | (at16(bytes, at + 2) << 16)) >>> 0;
}

/** Of 64 bits, exact up to 2⁵³. */
export function at64(bytes: Uint8Array, at: number): number {
	return at32(bytes, at) + at32(bytes, at + 4) * 2 ** 32;
}
