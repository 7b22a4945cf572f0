// Whether an embedded font is one: its tables are walked, none is read. Whatever else lies in a font's place is a file like
// any other. Twin of backend/documents/embedded_fonts.py, which names the sources.

import type { Bytes } from "./reading.ts";

const SIGNATURES = new Set([0x00010000, 0x4f54544f, 0x74727565]); // 1.0, OTTO, true
const TABLES_MOST = 64;
const HEAD_MAGIC = 0x5f0f3cf5;
const PADDING_MOST = 3; // bytes after a table that nobody looks at; more have to be zero
const OUTLINES = ["glyf", "CFF ", "CFF2", "CBDT", "EBDT", "sbix"];
const EOT_NAMES: ReadonlyMap<number, number> = new Map([
	[0x00010000, 4],
	[0x00020001, 5],
	[0x00020002, 5],
]); // how many follow the fixed header, by version
const EOT_MAGIC = 0x504c;
const EOT_MAGIC_AT = 34;
const EOT_HEADER_BYTES = 82;
const COMPRESSED = 0x4;
const SCRAMBLED = 0x10000000;
const SCRAMBLED_BY = 0x50;

interface Table {
	readonly tag: string;
	readonly offset: number;
	readonly length: number;
}

/** OpenType or TrueType as it is, or in the envelope of PowerPoint (W3C submission EOT). */
export function isFont(bytes: Bytes): boolean {
	return isOpenType(bytes) || isEnveloped(bytes);
}

/** As Word and LibreOffice Writer embed them: the first 32 bytes under XOR with the digits of `key`, a GUID, from the last to
 *  the first. */
export function isObfuscatedFont(bytes: Bytes, key: string): boolean {
	const digits = key.replace(/^[{}]+|[{}]+$/gu, "").replaceAll("-", "");
	if (!/^[0-9A-Fa-f]{32}$/u.test(digits)) return false;
	const turned = digits.match(/../gu)?.reverse() ?? [];
	const font = bytes.slice();
	for (let at = 0; at < Math.min(32, font.length); at += 1) {
		font[at] = (font[at] ?? 0) ^ Number.parseInt(turned[at % 16] ?? "", 16);
	}
	return isOpenType(font);
}

/** Whether tables that a font has take up the whole of it. */
function isOpenType(bytes: Bytes): boolean {
	const view = viewOf(bytes);
	if (bytes.length < 12 || !SIGNATURES.has(view.getUint32(0))) return false;
	const count = view.getUint16(4);
	let ends = 12 + 16 * count;
	if (count === 0 || count > TABLES_MOST || ends > bytes.length) return false;
	const tables = Array.from({ length: count }, (_, number) => tableAt(view, 12 + 16 * number));
	const tags = new Set(tables.map(({ tag }) => tag));
	if (!OUTLINES.some((tag) => tags.has(tag)) || tags.size < count) return false;
	for (const { tag, offset, length } of tables.sort((one, other) => one.offset - other.offset)) {
		if (offset < ends || offset + length > bytes.length || !isPadding(bytes.subarray(ends, offset))) return false;
		if (tag === "head" && (offset + 16 > bytes.length || view.getUint32(offset + 12) !== HEAD_MAGIC)) return false;
		ends = offset + length;
	}
	return tags.has("head") && isPadding(bytes.subarray(ends));
}

function tableAt(view: DataView, at: number): Table {
	const tag = String.fromCharCode(...[0, 1, 2, 3].map((step) => view.getUint8(at + step)));
	return { tag, offset: view.getUint32(at + 8), length: view.getUint32(at + 12) };
}

function isPadding(between: Bytes): boolean {
	return between.length <= PADDING_MOST || between.every((value) => value === 0);
}

/** One that is compressed (MicroType Express) is not unpacked, so nobody can say what it is. */
function isEnveloped(bytes: Bytes): boolean {
	const view = viewOf(bytes);
	if (bytes.length < EOT_HEADER_BYTES || view.getUint16(EOT_MAGIC_AT, true) !== EOT_MAGIC) return false;
	const [size, fontSize, version, flags] = [0, 4, 8, 12].map((at) => view.getUint32(at, true));
	if (size === undefined || fontSize === undefined || version === undefined || flags === undefined) return false;
	if (flags & COMPRESSED || size !== bytes.length || envelopeEnds(view, version) !== size - fontSize) return false;
	const scrambled = bytes.subarray(size - fontSize);
	const font = flags & SCRAMBLED ? scrambled.map((value) => value ^ SCRAMBLED_BY) : scrambled;
	return isOpenType(font);
}

/** Where the font begins by the lengths of all that stands before it; null for another version. */
function envelopeEnds(view: DataView, version: number): number | null {
	const names = EOT_NAMES.get(version);
	if (names === undefined) return null;
	let at = EOT_HEADER_BYTES - 2;
	const number = (where: number, bytes: 2 | 4) => {
		if (where + bytes > view.byteLength) return 0;
		return bytes === 2 ? view.getUint16(where, true) : view.getUint32(where, true);
	};
	// two bytes of padding, a length of two bytes, letters
	for (let name = 0; name < names; name += 1) at += 4 + number(at + 2, 2);
	if (version === 0x00020002) {
		at += 8; // a checksum and a code page, then a signature, then a font of user-defined letters
		at += 4 + number(at + 2, 2);
		at += 8 + number(at + 4, 4);
	}
	return at;
}

function viewOf(bytes: Bytes): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
