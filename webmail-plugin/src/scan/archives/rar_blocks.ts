// The blocks of a RAR archive, walked without unpacking anything. Twin of backend/documents/rar_blocks.py: libarchive
// passes over what it does not know, so the walk says what must be there.

import { crc32 } from "../crc32.ts";
import type { Bytes } from "../reading.ts";
import { Unreadable } from "../unreadable.ts";

export interface RarMember {
	readonly isEncrypted: boolean;
	/** CRC-32 of its bytes, which libarchive does not always compare; null without one, as a link is. */
	readonly checksum: number | null;
	/** Only by a digest that nothing here computes. */
	readonly isUnverified: boolean;
}

export interface RarBlocks {
	/** In order. */
	readonly members: RarMember[];
	/** Those stored as they are. */
	readonly comments: Bytes[];
	headersEncrypted: boolean;
	/** Or one of several volumes: members may begin or end elsewhere. */
	damaged: boolean;
	unreadServices: boolean;
	tooOld: boolean;
	ends: number;
}

const MARK4 = "Rar!\x1a\x07\0";
const MARK5 = "Rar!\x1a\x07\x01\0";
// Service blocks without words: recovery record, quick open, owner, access rights, authenticity
const WORDLESS_SERVICES = new Set(["RR", "QO", "UOW", "ACL", "AV", "RV"]);
const COMMENT = "CMT";
const STORED4 = 0x30;
const OLDEST_VERSION = 29;
const MARK_BLOCK4 = 0x72;
const MAIN4 = 0x73;
const FILE4 = 0x74;
const RECOVERY4 = 0x78;
const SERVICE4 = 0x7a;
const END4 = 0x7b;
const MAIN5 = 1;
const FILE5 = 2;
const SERVICE5 = 3;
const ENCRYPTION5 = 4;
const END5 = 5;
const ENCRYPTION_RECORD5 = 1;
const DIGEST_RECORD5 = 2;
const LINK_RECORD5 = 5;
const UNKNOWN_SIZE5 = 0x8;

/** @throws Unreadable corrupt, when a block reaches beyond the end, or none says that the archive ends (RAR 5). */
export function walkBlocks(bytes: Bytes): RarBlocks {
	const found: RarBlocks = {
		members: [],
		comments: [],
		headersEncrypted: false,
		damaged: false,
		unreadServices: false,
		tooOld: false,
		ends: 0,
	};
	try {
		if (latin(bytes.subarray(0, 8)) === MARK5) walk5(bytes, found);
		else if (latin(bytes.subarray(0, 7)) === MARK4) walk4(bytes, found);
		else throw new Unreadable("corrupt");
	} catch (error) {
		throw error instanceof RangeError ? new Unreadable("corrupt") : error; // a field beyond the end
	}
	return found;
}

function latin(bytes: Uint8Array): string {
	return String.fromCharCode(...bytes);
}

function walk4(bytes: Bytes, found: RarBlocks): void {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let at = MARK4.length;
	while (at < bytes.length) {
		const kind = view.getUint8(at + 2);
		const flags = view.getUint16(at + 3, true);
		const size = view.getUint16(at + 5, true);
		if (size < 7 || kind < MARK_BLOCK4 || kind > END4) break; // no block: what stands behind the archive
		const isFile = kind === FILE4 || kind === SERVICE4;
		let stored = (flags & 0x8000) !== 0 || isFile ? view.getUint32(at + 7, true) : 0;
		if (isFile && (flags & 0x100) !== 0) stored += view.getUint32(at + 32, true) * 2 ** 32;
		const starts = at + size;
		if (starts + stored > bytes.length) throw new Unreadable("corrupt");
		note4(view, { at, kind, flags, content: bytes.subarray(starts, starts + stored) }, found);
		at = starts + stored;
		if (kind === END4 || found.headersEncrypted) break;
	}
	if (at === MARK4.length) throw new Unreadable("corrupt"); // not one block
	found.ends = found.headersEncrypted ? bytes.length : at;
}

interface Block4 {
	readonly at: number;
	readonly kind: number;
	readonly flags: number;
	readonly content: Bytes;
}

function note4(view: DataView, { at, kind, flags, content }: Block4, found: RarBlocks): void {
	if (kind === MAIN4) {
		found.damaged ||= (flags & 0x1) !== 0;
		found.headersEncrypted = (flags & 0x80) !== 0;
		found.unreadServices ||= (flags & 0x2) !== 0;
	} else if (kind === FILE4) {
		found.damaged ||= (flags & 0x3) !== 0;
		const checksum = view.getUint32(at + 16, true);
		found.members.push({ isEncrypted: (flags & 0x4) !== 0, checksum, isUnverified: false });
		found.tooOld ||= view.getUint8(at + 24) < OLDEST_VERSION && view.getUint8(at + 25) !== STORED4;
	} else if (kind === SERVICE4) {
		const nameStarts = at + ((flags & 0x100) !== 0 ? 40 : 32);
		const name = new Uint8Array(view.buffer, view.byteOffset + nameStarts, view.getUint16(at + 26, true));
		const isPlain = view.getUint8(at + 25) === STORED4 && (flags & 0x4) === 0;
		noteService(latin(name), isPlain ? content : null, view.getUint32(at + 16, true), found);
	} else if (kind !== RECOVERY4 && kind !== END4 && kind !== MARK_BLOCK4) found.unreadServices = true;
}

function noteService(name: string, content: Bytes | null, checksum: number | null, found: RarBlocks): void {
	if (WORDLESS_SERVICES.has(name)) return;
	if (name === COMMENT && content !== null) {
		found.comments.push(content);
		found.damaged ||= checksum !== null && checksum !== crc32(content);
	} else found.unreadServices = true;
}

function walk5(bytes: Bytes, found: RarBlocks): void {
	for (let at = MARK5.length; ; ) {
		const header = new Fields(bytes, at + 4);
		const size = header.number();
		const starts = header.at + size;
		const kind = header.number();
		const flags = header.number();
		const extra = (flags & 0x1) !== 0 ? header.number() : 0;
		const ends = starts + ((flags & 0x2) !== 0 ? header.number() : 0);
		if (ends > bytes.length || size === 0) throw new Unreadable("corrupt");
		found.damaged ||= (flags & 0x18) !== 0;
		if (kind === MAIN5 || kind === END5) found.damaged ||= (header.number() & 0x1) !== 0;
		const content = bytes.subarray(starts, ends);
		if (kind === FILE5 || kind === SERVICE5)
			note5(header, { kind, extraStarts: starts - extra, starts, content }, found);
		found.headersEncrypted = kind === ENCRYPTION5;
		if (kind === END5 || kind === ENCRYPTION5) {
			found.ends = kind === END5 ? ends : bytes.length;
			return;
		}
		at = ends;
	}
}

interface Block5 {
	readonly kind: number;
	readonly extraStarts: number;
	readonly starts: number;
	readonly content: Bytes;
}

function note5(header: Fields, { kind, extraStarts, starts, content }: Block5, found: RarBlocks): void {
	const flags = header.number();
	header.number(); // size
	header.number(); // attributes
	header.at += (flags & 0x2) !== 0 ? 4 : 0;
	const checksum = (flags & 0x4) !== 0 ? littleEndian(header.take(4)) : null;
	const compression = header.number();
	header.number(); // system
	const name = latin(header.take(header.number()));
	const records = recordsOf(new Fields(header.bytes, extraStarts), starts);
	const isEncrypted = records.has(ENCRYPTION_RECORD5);
	found.unreadServices ||= (flags & UNKNOWN_SIZE5) !== 0;
	const isLink = records.has(LINK_RECORD5);
	const isUnverified = !isLink && checksum === null && records.has(DIGEST_RECORD5);
	if (kind === FILE5) found.members.push({ isEncrypted, checksum: isLink ? null : checksum, isUnverified });
	else noteService(name, ((compression >> 7) & 7) === 0 && !isEncrypted ? content : null, checksum, found);
}

/** The kinds of the records in the extra area. */
function recordsOf(extra: Fields, ends: number): Set<number> {
	const kinds = new Set<number>();
	while (extra.at < ends) {
		const size = extra.number();
		const following = extra.at + size;
		kinds.add(extra.number());
		extra.at = following;
	}
	return kinds;
}

function littleEndian(bytes: Uint8Array): number {
	return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}

/** Numbers of seven bits a byte, the lowest first. */
class Fields {
	readonly bytes: Bytes;
	at: number;

	constructor(bytes: Bytes, at: number) {
		this.bytes = bytes;
		this.at = at;
	}

	number(): number {
		let value = 0;
		for (let factor = 1; factor < 2 ** 70; factor *= 128) {
			const byte = this.bytes[this.at];
			if (byte === undefined) throw new Unreadable("corrupt");
			this.at += 1;
			value += (byte & 0x7f) * factor;
			if (byte < 0x80) return value;
		}
		throw new Unreadable("corrupt");
	}

	take(size: number): Bytes {
		this.at += size;
		return this.bytes.subarray(this.at - size, this.at);
	}
}
