// Zip archives (APPNOTE 6.3.10): the central directory decides what is inside, and bytes are counted while they
// are inflated, because declared sizes lie.

import { Inflate } from "fflate";
import type { Budget } from "./budget.ts";
import { cp437 } from "./cp437.ts";
import { crc32 } from "./crc32.ts";
import { Unreadable } from "./unreadable.ts";

export interface ZipMember {
	readonly name: string;
	readonly encrypted: boolean;
	readonly isFolder: boolean;
	/** 0 stored, 8 deflated; nothing else is read. */
	readonly method: number;
	readonly crc: number;
	readonly storedBytes: number;
	readonly headerAt: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const CENTRAL_SIZE = 46;
const LOCAL_SIZE = 30;
const LONGEST_COMMENT = 0xffff;
const SLICE_BYTES = 8192; // inflates to at most 8 MB before it is counted
const ENCRYPTED = 0x1;
const STRONGLY_ENCRYPTED = 0x40;
const UTF8_NAME = 0x800;

/** Members in the order of the central directory.
 *  @throws Unreadable corrupt, or unsupported for zip64 and archives in several volumes. */
export function zipMembers(bytes: Uint8Array): ZipMember[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const end = endOfDirectory(view);
	const count = view.getUint16(end + 10, true);
	const size = view.getUint32(end + 12, true);
	const offset = view.getUint32(end + 16, true);
	if (count === 0xffff || size === 0xffffffff || offset === 0xffffffff) throw new Unreadable("unsupported"); // zip64
	const prepended = end - size - offset; // a self-extracting archive begins with a program
	if (prepended < 0) throw new Unreadable("corrupt");
	const members: ZipMember[] = [];
	for (let at = offset + prepended; at < end; ) {
		if (at + CENTRAL_SIZE > end || view.getUint32(at, true) !== CENTRAL) throw new Unreadable("corrupt");
		members.push(centralEntry(view, bytes, at, prepended));
		at += CENTRAL_SIZE + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
	}
	return members;
}

function endOfDirectory(view: DataView): number {
	const earliest = Math.max(0, view.byteLength - END_SIZE - LONGEST_COMMENT);
	for (let at = view.byteLength - END_SIZE; at >= earliest; at--) {
		if (view.getUint32(at, true) === END) return at;
	}
	throw new Unreadable("corrupt");
}

function centralEntry(view: DataView, bytes: Uint8Array, at: number, prepended: number): ZipMember {
	const flags = view.getUint16(at + 8, true);
	const name = memberName(bytes.subarray(at + CENTRAL_SIZE, at + CENTRAL_SIZE + view.getUint16(at + 28, true)), flags);
	return {
		name,
		encrypted: (flags & (ENCRYPTED | STRONGLY_ENCRYPTED)) !== 0,
		isFolder: name.endsWith("/"),
		method: view.getUint16(at + 10, true),
		crc: view.getUint32(at + 16, true),
		storedBytes: view.getUint32(at + 20, true),
		headerAt: view.getUint32(at + 42, true) + prepended,
	};
}

function memberName(raw: Uint8Array, flags: number): string {
	const name = (flags & UTF8_NAME) !== 0 ? new TextDecoder().decode(raw) : cp437(raw);
	return name.split("\0", 1)[0] ?? "";
}

/** The bytes of one member, counted and checked.
 *  @throws Unreadable encrypted, unsupported (method), limit, or corrupt. */
export function readMember(bytes: Uint8Array, member: ZipMember, budget: Budget): Uint8Array {
	if (member.encrypted) throw new Unreadable("encrypted");
	if (member.method !== 0 && member.method !== 8) throw new Unreadable("unsupported");
	const stored = storedBytesOf(bytes, member);
	const content = member.method === 0 ? counted(stored, budget) : inflated(stored, budget);
	if (crc32(content) !== member.crc) throw new Unreadable("corrupt");
	return content;
}

function storedBytesOf(bytes: Uint8Array, member: ZipMember): Uint8Array {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const at = member.headerAt;
	if (at + LOCAL_SIZE > bytes.length || view.getUint32(at, true) !== LOCAL) throw new Unreadable("corrupt");
	const start = at + LOCAL_SIZE + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
	if (start + member.storedBytes > bytes.length) throw new Unreadable("corrupt");
	return bytes.subarray(start, start + member.storedBytes);
}

function counted(content: Uint8Array, budget: Budget): Uint8Array {
	budget.spendInflated(content.length, content.length, content.length);
	return content;
}

function inflated(stored: Uint8Array, budget: Budget): Uint8Array {
	const chunks: Uint8Array[] = [];
	let total = 0;
	const inflate = new Inflate((chunk) => {
		total += chunk.length;
		budget.spendInflated(chunk.length, total, stored.length);
		chunks.push(chunk);
	});
	try {
		for (let at = 0; at === 0 || at < stored.length; at += SLICE_BYTES) {
			inflate.push(stored.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= stored.length);
		}
	} catch (error) {
		throw error instanceof Unreadable ? error : new Unreadable("corrupt");
	}
	return joined(chunks, total);
}

function joined(chunks: readonly Uint8Array[], total: number): Uint8Array {
	const whole = new Uint8Array(total);
	let at = 0;
	for (const chunk of chunks) {
		whole.set(chunk, at);
		at += chunk.length;
	}
	return whole;
}
