// Objects inside compound files: what another program put there, each read as the file it is. Twin of
// backend/documents/compound/embedded.py.

import { type Bytes, innerPath, type Reading } from "../reading.ts";
import * as sniff from "../sniff.ts";
import { type Entry, STREAM, type Storage } from "./file.ts";
import { at32 } from "./numbers.ts";
import { readNative } from "./packages.ts";

const NATIVE = "\u0001ole10native";
const PACKED: ReadonlySet<string> = new Set([NATIVE, "package", "contents"]);
const LINK = "\u0001Ole";
const FLAGS_AT = 4;
const IS_LINK = 1;
const OBJECT_KIND = "application/x-ole-object";

export function hasPackedFile(storage: Storage): boolean {
	return [...PACKED].some((name) => storage.child(name) !== null);
}

/** Whether the object only points to content elsewhere (MS-OLEDS 2.3.3). */
export function isLink(storage: Storage): boolean {
	const stream = storage.stream(LINK);
	return stream !== null && stream.length >= 8 && Boolean(at32(stream, FLAGS_AT) & IS_LINK);
}

/** Whatever files the object holds. */
export async function readPackedFile(storage: Storage, path: string, depth: number, reading: Reading): Promise<void> {
	for (const entry of storage.children()) {
		if (entry.kind === STREAM && PACKED.has(entry.name.toLowerCase())) {
			await readStream(storage.file.read(entry), entry, path, depth, reading);
		}
	}
}

async function readStream(bytes: Bytes, entry: Entry, path: string, depth: number, reading: Reading): Promise<void> {
	if (entry.name.toLowerCase() !== NATIVE) {
		await goDeeper(bytes, innerPath(path, entry.name), depth, reading);
		return;
	}
	const packed = readNative(bytes);
	if (packed.isLink) reading.giveUp(path, OBJECT_KIND, "unsupported");
	if (packed.isBroken) reading.giveUp(path, OBJECT_KIND, "corrupt");
	for (const [name, content] of packed.files) {
		await goDeeper(content, name === "" ? path : innerPath(path, name), depth, reading);
	}
}

async function goDeeper(bytes: Bytes, path: string, depth: number, reading: Reading): Promise<void> {
	reading.budget.takeMember();
	await reading.goDeeper(bytes, path, depth + 1);
}

/** Where a stream stands that no program of its file knows. */
export interface Strays {
	readonly storage: Storage;
	/** Names that mean something, in lower case. */
	readonly known: ReadonlySet<string>;
}

/** Files kept under names that mean nothing to the program whose file this is. */
export async function readStrays(strays: Strays, path: string, depth: number, reading: Reading): Promise<void> {
	for (const entry of strays.storage.children()) {
		if (entry.kind !== STREAM || strays.known.has(entry.name.toLowerCase())) continue;
		const bytes = strays.storage.file.read(entry);
		if (sniff.otherType(bytes) !== null || sniff.startsAsZip(bytes) || sniff.pdfHeaderAt(bytes) >= 0) {
			await goDeeper(bytes, innerPath(path, entry.name.replace(/^[\u0001\u0003\u0005\u0006]+/u, "")), depth, reading);
		}
	}
}
