// Tar archives: v7, ustar and pax (POSIX.1-2017, pax), GNU's long names. Twin of backend/documents/tar_reader.py.
// Members stand as they are between headers; two blocks of zeros end the archive. One that ends without them may have
// been cut off; what stands behind them is read, never clean.

import { type Bytes, innerPath, type Reading } from "../reading.ts";
import { BINARY, latin, TAR } from "../sniff.ts";
import { Unreadable } from "../unreadable.ts";
import { readTail } from "./tail.ts";
import { BLOCK, checksumIsRight, numberOf } from "./tar_header.ts";

const NO_FILE = "123456"; // links, devices, folders, pipes
const NAMES_ONLY = "VD"; // a volume's label, names in a folder (GNU)
const ELSEWHERE = "SM"; // data that stands elsewhere than a plain reader thinks (GNU)
const LONG_NAME = "L";
const LONG_LINK = "K";
const PAX = "x";
const PAX_GLOBAL = "g";
const ABOUT_NEXT = LONG_NAME + LONG_LINK + PAX + PAX_GLOBAL;

interface Header {
	readonly name: string;
	readonly kind: string;
	readonly size: number;
}

type Told = ReadonlyMap<string, string>;

/** @throws Unreadable corrupt, at a block that is no header. */
export async function readTar(bytes: Bytes, path: string, depth: number, reading: Reading): Promise<string> {
	reading.add(path, TAR, []);
	let at = 0;
	const shared = new Map<string, string>();
	let own = new Map<string, string>();
	while (!isZero(bytes.subarray(at, at + BLOCK))) {
		reading.budget.takeMember();
		const header = headerOf(bytes.subarray(at, at + BLOCK), new Map([...shared, ...own]));
		const content = bytes.subarray(at + BLOCK, at + BLOCK + header.size);
		if (content.length < header.size) throw new Unreadable("corrupt");
		at += BLOCK + Math.ceil(header.size / BLOCK) * BLOCK;
		if (ABOUT_NEXT.includes(header.kind)) {
			const into = header.kind === PAX_GLOBAL ? shared : own;
			if (header.kind !== LONG_LINK) for (const [key, value] of toldBy(header, content)) into.set(key, value);
			continue;
		}
		await readMember({ header, content, own }, path, depth, reading);
		own = new Map();
	}
	if (bytes.length < at + 2 * BLOCK || !isZero(bytes.subarray(at + BLOCK, at + 2 * BLOCK))) {
		reading.giveUp(path, TAR, "corrupt");
	}
	while (at < bytes.length && isZero(bytes.subarray(at, at + BLOCK))) at += BLOCK;
	await readTail(bytes.subarray(at), { path, mediaType: TAR }, depth, reading);
	return TAR;
}

async function readMember(
	{ header, content, own }: { readonly header: Header; readonly content: Bytes; readonly own: Told },
	path: string,
	depth: number,
	reading: Reading,
): Promise<void> {
	const inside = innerPath(path, header.name);
	const isSparse = [...own.keys()].some((key) => key.startsWith("GNU.sparse."));
	if (isSparse || ELSEWHERE.includes(header.kind)) reading.giveUp(inside, BINARY, "unsupported");
	else if (isFile(header, content)) {
		reading.budget.takeBytes(content.length);
		await reading.goDeeper(content.slice(), inside, depth + 1);
	}
	if (header.kind === "S") throw new Unreadable("corrupt"); // where its data ends, only a reader of sparse files knows
}

function isFile({ kind, name }: Header, content: Bytes): boolean {
	return !NO_FILE.includes(kind) && !NAMES_ONLY.includes(kind) && (content.length > 0 || !name.endsWith("/"));
}

function isZero(block: Uint8Array): boolean {
	return block.every((byte) => byte === 0);
}

function headerOf(block: Bytes, told: Told): Header {
	if (block.length < BLOCK || !checksumIsRight(block)) throw new Unreadable("corrupt");
	const kind = String.fromCharCode(block[156] ?? 0);
	const isUstar = latin(block.subarray(257, 263)) === "ustar\0";
	const prefix = isUstar ? textOf(block.subarray(345, 500)) : "";
	const name = prefix === "" ? textOf(block.subarray(0, 100)) : `${prefix}/${textOf(block.subarray(0, 100))}`;
	const size = numberOf(block.subarray(124, 136));
	if (ABOUT_NEXT.includes(kind)) return { name, kind, size };
	const toldSize = told.get("size");
	const ownSize = toldSize === undefined ? size : decimal(toldSize);
	return { name: told.get("path") ?? name, kind, size: NO_FILE.includes(kind) ? 0 : ownSize };
}

function decimal(digits: string): number {
	if (!/^[0-9]{1,18}$/u.test(digits)) throw new Unreadable("corrupt");
	return Number.parseInt(digits, 10);
}

function decoded(field: Uint8Array): string {
	return new TextDecoder("utf-8", { ignoreBOM: true }).decode(field);
}

function textOf(field: Uint8Array): string {
	const zero = field.indexOf(0);
	return decoded(zero === -1 ? field : field.subarray(0, zero));
}

function toldBy({ kind }: Header, content: Bytes): Told {
	return kind === LONG_NAME ? new Map([["path", textOf(content)]]) : records(content);
}

/** "LENGTH KEY=VALUE\n", the length that of the whole record. */
function records(content: Bytes): Told {
	const found = new Map<string, string>();
	for (let at = 0; at < content.length; ) {
		const space = content.indexOf(0x20, at);
		const written = latin(content.subarray(at, space === -1 ? at : Math.min(space, at + 10)));
		const length = /^[0-9]{1,9}$/u.test(written) ? Number.parseInt(written, 10) : 0;
		const record = content.subarray(at + written.length + 1, at + length);
		const equals = record.indexOf(0x3d);
		if (length <= written.length + 1 || record.at(-1) !== 0x0a || equals === -1) throw new Unreadable("corrupt");
		found.set(decoded(record.subarray(0, equals)), decoded(record.subarray(equals + 1, -1)));
		at += length;
	}
	return found;
}
