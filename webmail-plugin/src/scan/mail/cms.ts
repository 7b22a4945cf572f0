// Signed and encrypted files and letters (CMS, RFC 5652; S/MIME, RFC 8551; .p7m, .p7s). Twin of
// backend/documents/cms_file.py. What was signed is read on. A signature that stands apart from what it signs, or stamps
// a time, holds no content. BER is taken apart as far as that needs, lengths of both forms, strings in pieces.

import { readTail } from "../archives/tail.ts";
import { type Bytes, innerPath, type Reading } from "../reading.ts";
import { CMS, latin } from "../sniff.ts";
import { Unreadable } from "../unreadable.ts";

const SEQUENCE = 0x30;
const OBJECT_IDENTIFIER = 0x06;
const OCTET_STRING = 0x04;
const CONTENT = 0xa0;
const CONSTRUCTED = 0x20;
const INDEFINITE = 0x80;
const DEEPEST = 24;
const PKCS7 = "\x2a\x86\x48\x86\xf7\x0d\x01\x07";
const SMIME = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01";
const DATA = `${PKCS7}\x01`;
const SIGNED = `${PKCS7}\x02`;
const TIME_STAMP = `${SMIME}\x04`;
const ENCRYPTED = new Set([`${PKCS7}\x03`, `${PKCS7}\x04`, `${PKCS7}\x06`, `${SMIME}\x17`]); // the last: AuthEnvelopedData

interface Element {
	readonly tag: number;
	/** Without its end mark; `ends` is behind that. */
	readonly content: Bytes;
	readonly children: readonly Element[];
	readonly ends: number;
}

interface ContentInfo {
	readonly kind: string;
	/** Null when what is of that kind stands elsewhere. */
	readonly content: Element | null;
}

/** @throws Unreadable corrupt; unsupported: neither data, signed nor encrypted; encrypted. */
export async function readCms(bytes: Bytes, path: string, depth: number, reading: Reading): Promise<string> {
	const outer = elementAt(bytes, 0, 0, bytes.length);
	let info = contentInfo(outer);
	if (ENCRYPTED.has(info.kind)) throw new Unreadable("encrypted");
	if (info.kind === SIGNED && info.content !== null) info = contentInfo(encapsulated(info.content));
	else if (info.kind !== DATA) throw new Unreadable("unsupported");
	reading.add(path, CMS, []);
	await readTail(bytes.subarray(outer.ends), { path, mediaType: CMS }, depth, reading);
	if (info.content !== null && info.kind !== TIME_STAMP) {
		await reading.goDeeper(octets(info.content), innerPath(path, "(content)"), depth + 1);
	}
	return CMS;
}

function contentInfo({ tag, children }: Element): ContentInfo {
	const [kind, tagged] = children;
	const isWell = tag === SEQUENCE && children.length <= 2 && kind?.tag === OBJECT_IDENTIFIER;
	if (!isWell || kind === undefined) throw new Unreadable("corrupt");
	if (tagged === undefined) return { kind: latin(kind.content), content: null };
	const [content] = tagged.children;
	if (tagged.tag !== CONTENT || tagged.children.length !== 1 || content === undefined) throw new Unreadable("corrupt");
	return { kind: latin(kind.content), content };
}

/** SignedData: version, digest algorithms, what is signed, then certificates and signatures. */
function encapsulated({ tag, children }: Element): Element {
	const signed = children[2];
	if (tag !== SEQUENCE || children.length < 4 || signed === undefined) throw new Unreadable("corrupt");
	return signed;
}

/** @throws Unreadable unsupported, for content that is not a string of octets, as program signatures have it. */
function octets({ tag, content, children }: Element): Bytes {
	if (tag === OCTET_STRING) return content.slice();
	if (tag !== (OCTET_STRING | CONSTRUCTED)) throw new Unreadable("unsupported");
	const pieces = children.map(octets);
	const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}

/** @throws Unreadable corrupt, when it reaches beyond `limit`, or is nested too deep. */
function elementAt(bytes: Bytes, at: number, depth: number, limit: number): Element {
	const tag = bytes[at] ?? 0;
	let length = bytes[at + 1] ?? 0;
	let starts = at + 2;
	if (depth > DEEPEST || starts > limit || (tag & 0x1f) === 0x1f) throw new Unreadable("corrupt");
	if (length === INDEFINITE) {
		const { children, ends } = childrenOf(bytes, starts, depth, { limit, isMarked: true });
		return { tag, content: bytes.subarray(starts, ends - 2), children, ends };
	}
	if (length > INDEFINITE) {
		const written = bytes.subarray(starts, starts + length - INDEFINITE);
		starts += length - INDEFINITE;
		length = written.reduce((value, byte) => value * 256 + byte, 0);
	}
	const ends = starts + length;
	if (ends > limit) throw new Unreadable("corrupt");
	const isMade = (tag & CONSTRUCTED) !== 0;
	const children = isMade ? childrenOf(bytes, starts, depth, { limit: ends, isMarked: false }).children : [];
	return { tag, content: bytes.subarray(starts, ends), children, ends };
}

/** Those up to the limit, or up to the mark of two zeros. */
function childrenOf(
	bytes: Bytes,
	starts: number,
	depth: number,
	{ limit, isMarked }: { readonly limit: number; readonly isMarked: boolean },
): { children: Element[]; ends: number } {
	const children: Element[] = [];
	let at = starts;
	while (isMarked || at < limit) {
		if (isMarked && bytes[at] === 0 && bytes[at + 1] === 0) return { children, ends: at + 2 };
		const child = elementAt(bytes, at, depth + 1, limit);
		children.push(child);
		at = child.ends;
	}
	return { children, ends: at };
}
