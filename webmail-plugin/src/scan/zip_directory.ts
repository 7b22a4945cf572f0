// The central directory of a zip archive (APPNOTE 6.3.10, section 4.3): what it says is inside. Read as strictly as
// Python's zipfile reads it, so that both gates see the same archive.

import { cp437 } from "./cp437.ts";
import { Unreadable } from "./unreadable.ts";

export interface DirectoryEntry {
	/** Up to the first zero character. */
	readonly name: string;
	readonly fullName: string;
	readonly flags: number;
	/** 0 stored, 8 deflated. */
	readonly method: number;
	readonly crc: number;
	readonly storedBytes: number;
	readonly inflatedBytes: number;
	readonly headerAt: number;
}

export interface Directory {
	readonly entries: readonly DirectoryEntry[];
	readonly comment: Uint8Array<ArrayBuffer>;
	readonly startsAt: number;
	/** Where the last end record stands. */
	readonly endAt: number;
}

const END = 0x06054b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;
const CENTRAL = 0x02014b50;
const CENTRAL_SIZE = 46;
const END64 = 0x06064b50;
const END64_SIZE = 56;
const LOCATOR64 = 0x07064b50;
const LOCATOR64_SIZE = 20;
const IN_EXTRA_FIELD = 0xffffffff;
const ZIP64_EXTRA = 1;
const NEWEST_VERSION = 63;
export const UTF8_NAME = 0x800;

/** @throws Unreadable corrupt, when there is no directory or it is damaged. */
export function readDirectory(bytes: Uint8Array<ArrayBuffer>): Directory {
	try {
		return directoryOf(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
	} catch (error) {
		if (error instanceof RangeError) throw new Unreadable("corrupt"); // a field reaches beyond the end
		throw error;
	}
}

function directoryOf(bytes: Uint8Array<ArrayBuffer>, view: DataView): Directory {
	const endAt = lastEnd(view);
	const { size, offset, prepended } = extent(view, endAt);
	const startsAt = offset + prepended;
	if (startsAt < 0) throw new Unreadable("corrupt");
	const entries: DirectoryEntry[] = [];
	for (let at = startsAt; at < startsAt + size; ) {
		if (at + CENTRAL_SIZE > startsAt + size || view.getUint32(at, true) !== CENTRAL) throw new Unreadable("corrupt");
		entries.push(entryAt(bytes, view, at, prepended));
		at += CENTRAL_SIZE + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
	}
	const commentAt = endAt + END_SIZE;
	return { entries, comment: bytes.subarray(commentAt, commentAt + view.getUint16(endAt + 20, true)), startsAt, endAt };
}

function lastEnd(view: DataView): number {
	const earliest = Math.max(0, view.byteLength - END_SIZE - LONGEST_COMMENT);
	for (let at = view.byteLength - 4; at >= earliest; at--) {
		if (view.getUint32(at, true) === END) return at;
	}
	throw new Unreadable("corrupt");
}

/** Size and offset of the directory, and how many bytes stand before the archive (a program, when it extracts itself). */
function extent(view: DataView, endAt: number): { size: number; offset: number; prepended: number } {
	const wide = endAt - LOCATOR64_SIZE - END64_SIZE;
	if (wide >= 0 && view.getUint32(endAt - LOCATOR64_SIZE, true) === LOCATOR64 && view.getUint32(wide, true) === END64) {
		const size = wideNumber(view, wide + 40);
		const offset = wideNumber(view, wide + 48);
		return { size, offset, prepended: wide - size - offset };
	}
	const size = view.getUint32(endAt + 12, true);
	const offset = view.getUint32(endAt + 16, true);
	return { size, offset, prepended: endAt - size - offset };
}

function wideNumber(view: DataView, at: number): number {
	return Number(view.getBigUint64(at, true));
}

function entryAt(bytes: Uint8Array, view: DataView, at: number, prepended: number): DirectoryEntry {
	if ((view.getUint16(at + 6, true) & 0xff) > NEWEST_VERSION) throw new Unreadable("corrupt");
	const flags = view.getUint16(at + 8, true);
	const nameEnds = at + CENTRAL_SIZE + view.getUint16(at + 28, true);
	const fullName = decodedName(bytes.subarray(at + CENTRAL_SIZE, nameEnds), flags);
	const sizes = wideSizes(view, nameEnds, view.getUint16(at + 30, true), [
		view.getUint32(at + 24, true),
		view.getUint32(at + 20, true),
		view.getUint32(at + 42, true),
	]);
	return {
		name: fullName.split("\0", 1)[0] ?? "",
		fullName,
		flags,
		method: view.getUint16(at + 10, true),
		crc: view.getUint32(at + 16, true),
		inflatedBytes: sizes[0],
		storedBytes: sizes[1],
		headerAt: sizes[2] + prepended,
	};
}

/** Names are UTF-8 where a flag says so (then strictly), else code page 437. */
function decodedName(raw: Uint8Array, flags: number): string {
	if ((flags & UTF8_NAME) === 0) return cp437(raw);
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
	} catch {
		throw new Unreadable("corrupt");
	}
}

/** Inflated size, stored size and offset; those that do not fit 32 bits stand in the zip64 extra field, in this order. */
function wideSizes(view: DataView, at: number, length: number, sizes: [number, number, number]): typeof sizes {
	const end = at + length;
	for (let field = at; field + 4 <= end; ) {
		const fieldEnds = field + 4 + view.getUint16(field + 2, true);
		if (fieldEnds > end) throw new Unreadable("corrupt");
		if (view.getUint16(field, true) === ZIP64_EXTRA) {
			let next = field + 4;
			for (const index of [0, 1, 2] as const) {
				if (sizes[index] !== IN_EXTRA_FIELD) continue;
				if (next + 8 > fieldEnds) throw new Unreadable("corrupt");
				sizes[index] = wideNumber(view, next);
				next += 8;
			}
		}
		field = fieldEnds;
	}
	return sizes;
}
