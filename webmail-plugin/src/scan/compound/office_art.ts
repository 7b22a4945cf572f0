// Drawings of the old office files (MS-ODRAW): pictures, words of WordArt and alternative texts. Twin of
// backend/documents/compound/office_art.py.

import { inflate } from "../archives/inflate.ts";
import { packedFile } from "../bitmap.ts";
import { decodeCodePage, UTF_16 } from "../code_page.ts";
import { type Bytes, innerPath, type Reading } from "../reading.ts";
import { EMF } from "../sniff.ts";
import { pieces } from "../spacing.ts";
import { LimitExceeded, Unreadable } from "../unreadable.ts";
import { at16, at32 } from "./numbers.ts";

const HEADER_BYTES = 8;
const CONTAINER = 0xf; // the version of a record made of records
const STORE_ENTRY = 0xf007;
const FIRST_PICTURE = 0xf018;
const LAST_PICTURE = 0xf117;
const STORE_ENTRY_BYTES = 36;
const PROPERTIES: ReadonlySet<number> = new Set([0xf00b, 0xf121, 0xf122]);
const WORDS: ReadonlySet<number> = new Set([0x00c0, 0x0381]); // of WordArt, and alternative texts
const PICTURE_PROPERTIES: ReadonlySet<number> = new Set([0x0104, 0x0186]); // a picture, or a fill, kept in a property
const COMPLEX = 0x8000;
const NUMBER = 0x3fff;
const METAFILES = new Set([0xf01a, 0xf01b]);
const [MAC_PICTURE, BITMAP] = [0xf01c, 0xf01f];
const [METAFILE_HEADER_BYTES, COMPRESSION_AT, NOT_COMPRESSED] = [34, 32, 0xfe];
const [ZLIB_HEADER_BYTES, CHECKSUM_BYTES] = [2, 4];
const EMPTY = new Uint8Array();
const SECOND_IDENTIFIER: ReadonlySet<number> = new Set([0x46b, 0x6e3, 0x6e1, 0x7a9, 0x6e5]); // pictures with two
const IDENTIFIER_BYTES = 16;
const DEEPEST = 50;
const PICTURE_FILE_NAME = 0x66; // the kind of a picture in the stream Data that names a file first

export class Drawings {
	/** Files. */
	readonly pictures: Bytes[] = [];
	/** Files too, in zlib's format. */
	readonly deflated: Bytes[] = [];
	/** Media types of pictures that nobody here can look at. */
	readonly drawn: string[] = [];
	readonly lines: string[] = [];
	isBroken = false;

	/** A picture shown many times, as a letterhead's seal on every page, is looked at once. */
	addPicture(picture: Bytes): void {
		if (!this.pictures.some((seen) => isSame(seen, picture))) this.pictures.push(picture);
	}

	addDeflated(picture: Bytes): void {
		if (!this.deflated.some((seen) => isSame(seen, picture))) this.deflated.push(picture);
	}

	addDrawn(kind: string): void {
		if (!this.drawn.includes(kind)) this.drawn.push(kind);
	}
}

function isSame(one: Bytes, other: Bytes): boolean {
	return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

export interface ArtRecord {
	readonly kind: number;
	readonly instance: number;
	readonly version: number;
	readonly data: Bytes;
}

/** Records one after another; one that claims more than there is ends them. */
export function* records(data: Bytes, found: Drawings): Generator<ArtRecord> {
	let at = 0;
	while (at + HEADER_BYTES <= data.length) {
		const first = at16(data, at);
		const kind = at16(data, at + 2);
		const claimed = at32(data, at + 4);
		at += HEADER_BYTES;
		const size = Math.min(claimed, data.length - at);
		found.isBroken ||= size < claimed;
		yield { kind, instance: first >> 4, version: first & 15, data: data.subarray(at, at + size) };
		at += size;
	}
}

/** Everything inside; pictures that stand elsewhere are looked up in `delayed`. */
export function readDrawings(data: Bytes, found: Drawings, delayed: Bytes = EMPTY, depth = 0): void {
	if (depth > DEEPEST) {
		found.isBroken = true;
		return;
	}
	for (const record of records(data, found)) {
		if (record.version === CONTAINER) readDrawings(record.data, found, delayed, depth + 1);
		else if (record.kind === STORE_ENTRY) readStoreEntry(record.data, found, delayed);
		else if (record.kind >= FIRST_PICTURE && record.kind <= LAST_PICTURE) readBlip(record, found);
		else if (PROPERTIES.has(record.kind)) readProperties(record, found);
	}
}

/** A picture in the text of a Word file: its place in the stream Data (MS-DOC 2.9.190). */
export function readPicture(data: Bytes, at: number, found: Drawings): void {
	if (at + HEADER_BYTES > data.length) {
		found.isBroken = true;
		return;
	}
	const size = at32(data, at);
	const kind = at16(data, at + 6);
	found.isBroken ||= at + size > data.length;
	let picture = data.subarray(at + at16(data, at + 4), Math.max(at + size, at + at16(data, at + 4)));
	if (kind === PICTURE_FILE_NAME && picture.length > 0) picture = picture.subarray(1 + (picture[0] ?? 0));
	if (kind === 0x64 || kind === PICTURE_FILE_NAME) readDrawings(picture, found);
}

/** A Word file's drawings: the group first, then one drawing after another with a byte before each. */
export function readDelayed(content: Bytes, delayed: Bytes, found: Drawings): void {
	let at = 0;
	while (at + HEADER_BYTES <= content.length) {
		const size = at32(content, at + 4);
		readDrawings(content.subarray(at, at + HEADER_BYTES + size), found, delayed);
		at += HEADER_BYTES + size + 1;
	}
}

function readStoreEntry(data: Bytes, found: Drawings, delayed: Bytes): void {
	if (data.length < STORE_ENTRY_BYTES) {
		found.isBroken = true;
		return;
	}
	const size = at32(data, 20);
	const uses = at32(data, 24);
	const place = at32(data, 28);
	const inside = data.subarray(STORE_ENTRY_BYTES + (data[33] ?? 0));
	if (inside.length >= HEADER_BYTES) readDrawings(inside, found, EMPTY, DEEPEST);
	else if (uses && size && place !== 0xffffffff && delayed.length > 0) {
		readDrawings(delayed.subarray(place, place + size), found, EMPTY, DEEPEST);
	}
}

/** Two identifiers at the most, then a byte, or of a metafile its sizes and how it is compressed. */
function readBlip(record: ArtRecord, found: Drawings): void {
	if (record.kind === MAC_PICTURE) {
		found.addDrawn("image/x-pict");
		return;
	}
	const content = record.data.subarray(IDENTIFIER_BYTES * (SECOND_IDENTIFIER.has(record.instance) ? 2 : 1));
	if (METAFILES.has(record.kind)) {
		const picture = content.subarray(METAFILE_HEADER_BYTES);
		if (picture.length === 0) found.isBroken = true;
		else if (content[COMPRESSION_AT] === NOT_COMPRESSED) found.addPicture(picture);
		else found.addDeflated(picture);
	} else if (content.length > 1) {
		const picture = content.subarray(1);
		found.addPicture(record.kind === BITMAP ? (packedFile(picture) ?? EMPTY) : picture);
	}
}

/** Short properties first, then the contents of the long ones in the same order. */
function readProperties(record: ArtRecord, found: Drawings): void {
	let at = 6 * record.instance;
	for (let number = 0; number < record.instance && 6 * number + 6 <= record.data.length; number++) {
		const code = at16(record.data, 6 * number);
		const value = at32(record.data, 6 * number + 2);
		if (!(code & COMPLEX)) continue;
		const content = record.data.subarray(at, at + value);
		at += value;
		if (WORDS.has(code & NUMBER)) {
			const text = decodeCodePage(content.subarray(0, content.length & ~1), UTF_16);
			found.lines.push(...pieces(text.replaceAll("\0", "\n")));
		} else if (PICTURE_PROPERTIES.has(code & NUMBER)) readDrawings(content, found, EMPTY, DEEPEST);
	}
}

/** Pictures are files inside; pictures of a Macintosh are not looked at, and said so. */
export async function readPictures(found: Drawings, path: string, depth: number, reading: Reading): Promise<void> {
	for (const [index, picture] of [...found.pictures, ...found.deflated].entries()) {
		const whole = index < found.pictures.length ? picture : inflated(picture, reading);
		if (whole === null) {
			reading.giveUp(innerPath(path, "(metafile)"), EMF, "corrupt");
			continue;
		}
		reading.budget.takeMember();
		reading.budget.takeBytes(whole.length);
		await reading.goDeeper(whole, innerPath(path, `picture${index + 1}`), depth + 1);
	}
	for (const kind of found.drawn) {
		reading.giveUp(innerPath(path, `(${kind.slice(kind.lastIndexOf("/") + 1)})`), kind, "unsupported");
	}
}

/** Null of what is damaged, or larger than may be. */
function inflated(picture: Bytes, reading: Reading): Bytes | null {
	try {
		const { content, ends } = inflate(picture, ZLIB_HEADER_BYTES, reading.budget.roomBytes(picture.length));
		return ends + CHECKSUM_BYTES <= picture.length ? content : null;
	} catch (error) {
		if (error instanceof Unreadable || error instanceof LimitExceeded) return null;
		throw error;
	}
}
