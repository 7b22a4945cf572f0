// gz files (RFC 1952): one stream, or several one behind the other. What is in them is read like a file of its own; a
// .tgz is a tar in a gz. Twin of backend/documents/compressed_reader.py.

import { crc32 } from "../crc32.ts";
import { type Bytes, innerPath, type Reading } from "../reading.ts";
import { GZIP } from "../sniff.ts";
import { LimitExceeded, Unreadable } from "../unreadable.ts";
import { inflate } from "./inflate.ts";
import { readTail } from "./tail.ts";

const CONTENT = "(content)";
const HAS_CHECKSUM = 0x02;
const HAS_EXTRA = 0x04;
const HAS_NAME = 0x08;
const HAS_COMMENT = 0x10;
const RESERVED = 0xe0;
const HEAD_BYTES = 10;
const TRAILER_BYTES = 8;

export async function readGzip(bytes: Bytes, path: string, depth: number, reading: Reading): Promise<string> {
	reading.budget.takeMember();
	const { name, content, ends } = unpacked(bytes, reading);
	reading.add(path, GZIP, []);
	await readTail(bytes.subarray(ends), { path, mediaType: GZIP }, depth, reading);
	await reading.goDeeper(content, innerPath(path, name || CONTENT), depth + 1);
	return GZIP;
}

function unpacked(bytes: Bytes, reading: Reading): { name: string; content: Bytes; ends: number } {
	const pieces: Bytes[] = [];
	let room = reading.budget.roomBytes(bytes.length);
	let ends = 0;
	let name = "";
	try {
		while (ends === 0 || isStream(bytes, ends)) {
			const header = headerAt(bytes, ends);
			if (ends === 0) name = header.name;
			const stream = inflate(bytes, header.ends, room);
			checkTrailer(bytes, stream.ends, stream.content);
			pieces.push(stream.content);
			room -= stream.content.length;
			ends = stream.ends + TRAILER_BYTES;
		}
		const content = joined(pieces);
		reading.budget.takeBytes(content.length, bytes.length);
		return { name, content, ends };
	} catch (error) {
		throw error instanceof LimitExceeded ? new Unreadable("limit") : error;
	}
}

function isStream(bytes: Bytes, at: number): boolean {
	return bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8;
}

/** @throws Unreadable corrupt, when it reaches beyond the end. */
function headerAt(bytes: Bytes, starts: number): { name: string; ends: number } {
	const flags = bytes[starts + 3] ?? RESERVED;
	if (!isStream(bytes, starts) || (flags & RESERVED) !== 0) throw new Unreadable("corrupt");
	let at = starts + HEAD_BYTES;
	if ((flags & HAS_EXTRA) !== 0) at += 2 + (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256;
	const nameStarts = at;
	if ((flags & HAS_NAME) !== 0) at = zeroFrom(bytes, at) + 1;
	const name = (flags & HAS_NAME) !== 0 ? bytes.subarray(nameStarts, at - 1) : bytes.subarray(0, 0);
	if ((flags & HAS_COMMENT) !== 0) at = zeroFrom(bytes, at) + 1;
	if ((flags & HAS_CHECKSUM) !== 0) {
		const told = (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256;
		if (told !== (crc32(bytes.subarray(starts, at)) & 0xffff)) throw new Unreadable("corrupt");
		at += 2;
	}
	return { name: new TextDecoder("utf-8", { ignoreBOM: true }).decode(name), ends: at };
}

function zeroFrom(bytes: Bytes, at: number): number {
	const found = bytes.indexOf(0, at);
	if (found === -1) throw new Unreadable("corrupt");
	return found;
}

function checkTrailer(bytes: Bytes, at: number, content: Bytes): void {
	if (at + TRAILER_BYTES > bytes.length) throw new Unreadable("corrupt");
	const view = new DataView(bytes.buffer, bytes.byteOffset + at, TRAILER_BYTES);
	const agrees = view.getUint32(0, true) === crc32(content) && view.getUint32(4, true) === content.length;
	if (!agrees) throw new Unreadable("corrupt");
}

function joined(pieces: readonly Bytes[]): Bytes {
	if (pieces.length === 1 && pieces[0] !== undefined) return pieces[0];
	const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}
