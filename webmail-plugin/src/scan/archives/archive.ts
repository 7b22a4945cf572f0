// 7z and RAR archives through libarchive, believed as little as zip archives are. Twin of
// backend/documents/archive_reader.py. Their members may share one compressed stream, so a ratio is one of the whole
// archive.

import type { UnreadableReason } from "../../core/index.ts";
import { crc32 } from "../crc32.ts";
import { type Bytes, innerPath, type Reading } from "../reading.ts";
import { RAR, SEVEN_ZIP } from "../sniff.ts";
import { LimitExceeded, Unreadable } from "../unreadable.ts";
import { LibarchiveError, type MemberHeader, MemoryArchive } from "./libarchive.ts";
import { type RarMember, walkBlocks } from "./rar_blocks.ts";
import { type Place, readTail } from "./tail.ts";

const SEVEN_ZIP_HEAD_BYTES = 32;
const RAR4_END = [0xc4, 0x3d, 0x7b, 0x00, 0x40, 0x07, 0x00];
const ZIP_LOOKS_BACK_BYTES = 1 << 17;

/** What the first header does not account for is not the archive's: cut off, or something behind it. */
export async function readSevenZip(bytes: Bytes, path: string, depth: number, reading: Reading): Promise<string> {
	const place = { path, mediaType: SEVEN_ZIP };
	if (bytes.length < SEVEN_ZIP_HEAD_BYTES) throw new Unreadable("corrupt");
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const ends = SEVEN_ZIP_HEAD_BYTES + Number(view.getBigUint64(12, true)) + Number(view.getBigUint64(20, true));
	const isIntact = view.getUint32(8, true) === crc32(bytes.subarray(12, SEVEN_ZIP_HEAD_BYTES));
	if (ends > bytes.length || !isIntact) throw new Unreadable("corrupt");
	await readTail(bytes.subarray(ends), place, depth, reading);
	return readMembers(bytes.subarray(0, ends), place, depth, reading, null);
}

/** What libarchive does not tell is taken from the blocks themselves. */
export async function readRar(bytes: Bytes, path: string, depth: number, reading: Reading): Promise<string> {
	const place = { path, mediaType: RAR };
	const blocks = walkBlocks(bytes);
	if (blocks.headersEncrypted) throw new Unreadable("encrypted");
	if (blocks.damaged) reading.giveUp(path, RAR, "corrupt");
	if (blocks.unreadServices || blocks.tooOld) reading.giveUp(path, RAR, "unsupported");
	for (const comment of blocks.comments) {
		await reading.goDeeper(withoutZeros(comment), innerPath(path, "(comment)"), depth + 1);
	}
	await readTail(bytes.subarray(blocks.ends), place, depth, reading);
	return readMembers(closed(bytes, blocks.ends), place, depth, reading, blocks.members);
}

/** libarchive tries every format it knows, and would rather take a RAR with a zip near its end for that zip: an end block
 *  (of RAR 4, which may come without one) and zeros keep such a member away from the end. */
function closed(bytes: Bytes, ends: number): Bytes {
	const whole = new Uint8Array(ends + RAR4_END.length + ZIP_LOOKS_BACK_BYTES);
	whole.set(bytes.subarray(0, ends));
	whole.set(RAR4_END, ends);
	return whole;
}

function withoutZeros(bytes: Bytes): Bytes {
	let ends = bytes.length;
	while (ends > 0 && bytes[ends - 1] === 0) ends -= 1;
	return bytes.slice(0, ends);
}

/** `told` are the members that must be there, where the blocks say so. */
async function readMembers(
	bytes: Bytes,
	place: Place,
	depth: number,
	reading: Reading,
	told: readonly RarMember[] | null,
): Promise<string> {
	const archive = await MemoryArchive.open(bytes);
	const { path, mediaType } = place;
	reading.add(path, mediaType, []);
	try {
		const members = new Members(archive, bytes, reading);
		for (let header = archive.next(); header !== null; header = archive.next()) {
			const inside = { path: innerPath(path, header.name), mediaType };
			const member = told?.[members.met];
			const content = members.content(header, inside, member?.isEncrypted ?? false);
			if (content === null) continue;
			const checksum = member?.checksum ?? null;
			if (member?.isUnverified) reading.giveUp(inside.path, mediaType, "unsupported");
			if (checksum !== null && checksum !== crc32(content)) reading.giveUp(inside.path, mediaType, "corrupt");
			await reading.goDeeper(content, inside.path, depth + 1);
		}
		if (told !== null && members.met !== told.length) reading.giveUp(path, mediaType, "corrupt");
	} catch (error) {
		if (!(error instanceof LibarchiveError)) throw error;
		const isEncrypted = archive.hasEncryptedMembers || (told?.some((member) => member.isEncrypted) ?? false);
		reading.giveUp(path, mediaType, isEncrypted ? "encrypted" : error.isUnsupported ? "unsupported" : "corrupt");
	} finally {
		archive.close();
	}
	return mediaType;
}

/** Takes the members one by one within what the budget and the ratio of the whole archive allow. */
class Members {
	met = 0;
	readonly #archive: MemoryArchive;
	readonly #reading: Reading;
	#roomBytes: number;
	#passedOver = 0; // bytes unpacked and not kept

	constructor(archive: MemoryArchive, bytes: Bytes, reading: Reading) {
		this.#archive = archive;
		this.#reading = reading;
		this.#roomBytes = reading.budget.roomBytes(bytes.length);
	}

	/** Null for a folder or a link, and for what cannot be read, which the reading then says. */
	content(header: MemberHeader, inside: Place, isLocked: boolean): Bytes | null {
		this.met += 1;
		this.#reading.budget.takeMember();
		if (isLocked || header.isEncrypted) return this.#giveUp(inside, "encrypted");
		if (!header.isFile) return null;
		if (header.sizeBytes > this.#roomBytes) {
			this.#passedOver += header.sizeBytes;
			if (this.#passedOver > this.#reading.budget.limits.inflated_bytes) throw new LimitExceeded();
			this.#archive.passOver();
			return this.#giveUp(inside, "limit");
		}
		this.#roomBytes -= header.sizeBytes;
		this.#reading.budget.takeBytes(header.sizeBytes);
		return this.#archive.content(header);
	}

	#giveUp({ path, mediaType }: Place, reason: UnreadableReason): null {
		this.#reading.giveUp(path, mediaType, reason);
		return null;
	}
}
