// Zip archives believed as little as possible. Twin of backend/documents/zip_reader.py: the directory says what is
// inside; bytes are counted while they are inflated, because declared sizes lie; what the directory does not account
// for (a prefix, a gap, a second archive behind the first) makes the archive `odd`, for another program may read just
// that. An odd archive is read and never called clean.

import type { Budget } from "./budget.ts";
import { cp437 } from "./cp437.ts";
import { crc32 } from "./crc32.ts";
import type { Bytes, Reading } from "./reading.ts";
import { LimitExceeded, Unreadable } from "./unreadable.ts";
import { type DirectoryEntry, readDirectory, UTF8_NAME } from "./zip_directory.ts";

export interface Member extends DirectoryEntry {
	readonly dataStarts: number;
	readonly dataEnds: number;
	/** Its own header says what the directory says. */
	readonly agrees: boolean;
}

export interface Archive {
	readonly bytes: Bytes;
	readonly members: readonly Member[];
	readonly comment: Bytes;
	/** Bytes are there which the directory does not explain. */
	readonly odd: boolean;
	/** Before the first member, and behind the end. */
	readonly head: Bytes;
	readonly tail: Bytes;
}

const LOCAL = 0x04034b50;
const LOCAL_SIZE = 30;
const END_SIZE = 22;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 0x1;
const DESCRIPTOR_FOLLOWS = 0x8;
const STRONGLY_ENCRYPTED = 0x40;
const IN_EXTRA_FIELD = 0xffffffff;
const DESCRIPTOR_SIZES = new Set([0, 12, 16, 20, 24]); // with and without signature, 32 and 64 bit sizes
const NO_SLACK = new Set([0]);

/** @throws Unreadable corrupt, without a directory or without a member where the directory says one is. */
export function openArchive(bytes: Bytes): Archive {
	const directory = readDirectory(bytes);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const members = directory.entries.map((entry) => memberOf(bytes, view, entry));
	const ends = directory.endAt + END_SIZE + directory.comment.length;
	const begins = members.reduce((first, member) => Math.min(first, member.headerAt), Number.POSITIVE_INFINITY);
	const head = bytes.subarray(0, members.length === 0 ? directory.startsAt : begins);
	const odd = ends !== bytes.length || !explained(members, directory.startsAt);
	return { bytes, members, comment: directory.comment, odd, head, tail: bytes.subarray(ends) };
}

function memberOf(bytes: Uint8Array, view: DataView, entry: DirectoryEntry): Member {
	const at = entry.headerAt;
	if (at < 0 || at + LOCAL_SIZE > bytes.length || view.getUint32(at, true) !== LOCAL) throw new Unreadable("corrupt");
	const nameEnds = at + LOCAL_SIZE + view.getUint16(at + 26, true);
	const dataStarts = nameEnds + view.getUint16(at + 28, true);
	const dataEnds = dataStarts + entry.storedBytes;
	if (dataEnds > bytes.length) throw new Unreadable("corrupt");
	return { ...entry, dataStarts, dataEnds, agrees: agrees(view, entry, bytes.subarray(at + LOCAL_SIZE, nameEnds)) };
}

function agrees(view: DataView, entry: DirectoryEntry, rawName: Uint8Array): boolean {
	const name =
		(entry.flags & UTF8_NAME) !== 0 ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(rawName) : cp437(rawName);
	const flags = view.getUint16(entry.headerAt + 6, true);
	const stored = view.getUint32(entry.headerAt + 18, true);
	const sizesAgree = (flags & DESCRIPTOR_FOLLOWS) !== 0 || stored === entry.storedBytes || stored === IN_EXTRA_FIELD;
	return sizesAgree && view.getUint16(entry.headerAt + 8, true) === entry.method && name === entry.fullName;
}

/** Whether members stand back to back from the first byte up to the directory. */
function explained(members: readonly Member[], directoryStarts: number): boolean {
	let at = 0;
	let slack: ReadonlySet<number> = NO_SLACK;
	for (const member of [...members].sort((a, b) => a.headerAt - b.headerAt)) {
		if (!slack.has(member.headerAt - at)) return false;
		at = member.dataEnds;
		slack = (member.flags & DESCRIPTOR_FOLLOWS) !== 0 ? DESCRIPTOR_SIZES : NO_SLACK;
	}
	return slack.has(directoryStarts - at);
}

/** The bytes of one member, counted and checked.
 *  @throws Unreadable encrypted, unsupported (method) or corrupt.
 *  @throws LimitExceeded more bytes than the budget has left, or than the ratio allows. */
export async function readMember(archive: Archive, member: Member, budget: Budget): Promise<Bytes> {
	if ((member.flags & (ENCRYPTED | STRONGLY_ENCRYPTED)) !== 0) throw new Unreadable("encrypted");
	if (!member.agrees) throw new Unreadable("corrupt");
	if (member.inflatedBytes > budget.roomBytes(member.storedBytes)) throw new LimitExceeded();
	const stored = archive.bytes.subarray(member.dataStarts, member.dataEnds);
	const content = await unpacked(stored, member.method, member.inflatedBytes);
	budget.takeBytes(content.length, stored.length);
	if (content.length !== member.inflatedBytes || crc32(content) !== member.crc) throw new Unreadable("corrupt");
	return content;
}

/** The bytes of one member; null when it cannot be read, which the reading then says of the path `inside`. */
export async function memberOrGiveUp(
	archive: Archive,
	member: Member,
	place: { readonly inside: string; readonly mediaType: string },
	reading: Reading,
): Promise<Bytes | null> {
	try {
		return await readMember(archive, member, reading.budget);
	} catch (error) {
		if (!(error instanceof Unreadable || error instanceof LimitExceeded)) throw error;
		reading.giveUp(place.inside, place.mediaType, error instanceof Unreadable ? error.reason : "limit");
		return null;
	}
}

/** A folder is an empty member whose name ends so. */
export function isFolder(name: string, content: Bytes): boolean {
	return content.length === 0 && name.endsWith("/");
}

async function unpacked(stored: Bytes, method: number, size: number): Promise<Bytes> {
	if (method === DEFLATED) return inflated(stored, size);
	if (method !== STORED) throw new Unreadable("unsupported");
	return stored.slice();
}

/** The browser's own inflater: it refuses what is cut short and what has bytes behind its end. What is more than was
 *  declared is corrupt at once: a declared size that lies costs no memory. */
async function inflated(stored: Bytes, size: number): Promise<Bytes> {
	const chunks: Uint8Array[] = [];
	let total = 0;
	const reader = new Blob([stored]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
	for (;;) {
		const { done, value } = await reader.read().catch(() => {
			throw new Unreadable("corrupt");
		});
		if (done) return joined(chunks, total);
		total += value.length;
		if (total > size) {
			await reader.cancel();
			throw new Unreadable("corrupt");
		}
		chunks.push(value);
	}
}

function joined(chunks: readonly Uint8Array[], total: number): Bytes {
	const whole = new Uint8Array(total);
	let at = 0;
	for (const chunk of chunks) {
		whole.set(chunk, at);
		at += chunk.length;
	}
	return whole;
}
