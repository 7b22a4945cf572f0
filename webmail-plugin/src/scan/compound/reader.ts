// Compound files by what their streams are called: Word and Excel 97–2003, embedded objects. Whatever else there is
// (PowerPoint, Outlook, Visio, Publisher, installers …) is not read here. Twin of backend/documents/compound/reader.py.

import { type Bytes, innerPath, type Reading } from "../reading.ts";
import * as sniff from "../sniff.ts";
import { Unreadable } from "../unreadable.ts";
import { hasPackedFile, isLink, readPackedFile, readStrays } from "./embedded.ts";
import { EQUATION, NATIVE as EQUATION_STREAM, equationLines } from "./equation.ts";
import { CompoundFile, HEADER_BYTES, type Storage } from "./file.ts";
import { hasForms, hasProject, macroLines } from "./macros.ts";
import { type Drawings, readPictures } from "./office_art.ts";
import { PROPERTY_STREAMS, propertyLines } from "./properties.ts";
import { readWord, WORD } from "./word.ts";
import { EXCEL, PIVOTS, pivotLines, readWorkbook } from "./workbook.ts";

const ARCHIVE_START = "PK\x03\x04";
const ARCHIVE_END = "PK\x05\x06";
const MACROS = "application/vnd.ms-office.vbaProject";
const ENCRYPTED_STREAMS = ["EncryptedPackage", "EncryptionInfo", "\u0009DRMContent", "EncryptedSummary"];
// Streams of the programs themselves: what a reader sees of them is read where it belongs
const KNOWN: ReadonlySet<string> = new Set([
	...["worddocument", "0table", "1table", "data", "workbook", "book", "powerpoint document", "current user"],
	...["pictures", "\u0001compobj", "\u0001ole", "\u0003objinfo", "\u0003print", "\u0003eprint", "\u0002olepres000"],
	...["\u0001ole10native", "package", "contents", "user names", "revision log", "ctls", "project", "projectwm"],
	...["projectlk", "header", EQUATION_STREAM.toLowerCase()],
	...[...PROPERTY_STREAMS.keys()].map((name) => name.toLowerCase()),
]);
const WORKBOOKS = ["Workbook", "Book"]; // a file may hold the same for Excel 97 and for Excel 5
const OBJECT_NAME = /^(?:MBD|LNK)/iu; // of folders that Excel makes for an embedded and for a linked object
const OBJECT_FOLDER = "objectpool";
const MACRO_FOLDERS: ReadonlySet<string> = new Set(["macros", "_vba_project_cur"]);

type StorageReader = (storage: Storage, path: string, depth: number, reading: Reading) => Promise<string>;

const READERS: readonly (readonly [names: readonly string[], reader: StorageReader])[] = [
	[["WordDocument"], word],
	[WORKBOOKS, workbook],
	[[EQUATION_STREAM], equation],
];

export async function readCompound(bytes: Bytes, path: string, depth: number, reading: Reading): Promise<string> {
	const file = new CompoundFile(bytes, reading.budget);
	const kind = await readStorage(file.root, path, depth, reading);
	const end = sniff.findLast(bytes, ARCHIVE_END);
	if (end >= 0 && !file.holds(end)) {
		file.isOdd = true; // an archive to another program
		const archive = bytes.subarray(sniff.find(bytes, ARCHIVE_START));
		await reading.goDeeper(archive, innerPath(path, "(zip)"), depth + 1);
	}
	if (file.isOdd || sniff.find(bytes.subarray(0, HEADER_BYTES), "%PDF-") >= 0) reading.giveUp(path, kind, "corrupt");
	return kind;
}

/** A storage as the file it would be by itself; one that is two things at once is read as both. */
async function readStorage(storage: Storage, path: string, depth: number, reading: Reading): Promise<string> {
	if (depth > reading.budget.limits.depth) throw new Unreadable("limit");
	if (ENCRYPTED_STREAMS.some((name) => storage.child(name) !== null)) throw new Unreadable("encrypted");
	if (isLink(storage)) reading.giveUp(path, sniff.OLE, "unsupported");
	const kinds: string[] = [];
	for (const [names, reader] of READERS) {
		const isOne = names.some((name) => storage.child(name) !== null);
		if (isOne) kinds.push(await reader(storage, path, depth, reading));
	}
	if (hasPackedFile(storage)) {
		await readPackedFile(storage, path, depth, reading);
		kinds.push(sniff.OLE);
	}
	if (hasProject(storage)) kinds.push(readMacros(storage, path, reading));
	const [kind] = kinds;
	if (kind === undefined) throw new Unreadable("unsupported");
	readProperties(storage, path, kind, reading);
	await readInside(storage, path, depth, reading);
	await readStrays({ storage, known: KNOWN }, path, depth, reading);
	return kind;
}

async function word(storage: Storage, path: string, depth: number, reading: Reading): Promise<string> {
	const found = readWord(storage, reading.budget);
	reading.add(path, WORD, found.pages, found.charset);
	if (found.isBroken) reading.giveUp(path, WORD, "corrupt");
	await addDrawings(found.drawings, { kind: WORD, path, depth }, reading);
	return WORD;
}

async function workbook(storage: Storage, path: string, depth: number, reading: Reading): Promise<string> {
	for (const name of WORKBOOKS) {
		const stream = storage.stream(name);
		if (stream === null) continue;
		const found = readWorkbook(stream);
		reading.add(path, EXCEL, found.pages, found.charset);
		if (found.isBroken) reading.giveUp(path, EXCEL, "corrupt");
		if (found.isUnread) reading.giveUp(path, EXCEL, "unsupported");
		await addDrawings(found.drawings, { kind: EXCEL, path, depth }, reading);
	}
	const pivots = storage.storage(PIVOTS);
	const lines = pivots === null ? [] : pivotLines(pivots);
	if (lines.length > 0) reading.add(path, EXCEL, [{ number: 1, lines }]);
	return EXCEL;
}

async function equation(storage: Storage, path: string, _depth: number, reading: Reading): Promise<string> {
	const lines = equationLines(storage.stream(EQUATION_STREAM) ?? new Uint8Array());
	reading.add(path, EQUATION, lines.length === 0 ? [] : [{ number: 1, lines }]);
	return EQUATION;
}

function readMacros(storage: Storage, path: string, reading: Reading): string {
	const lines = macroLines(storage);
	reading.add(path, MACROS, lines.length === 0 ? [] : [{ number: 1, lines }]);
	if (hasForms(storage)) reading.giveUp(path, MACROS, "unsupported");
	return MACROS;
}

interface Place {
	readonly kind: string;
	readonly path: string;
	readonly depth: number;
}

/** Words of drawings are a page of their own; pictures are files inside. */
async function addDrawings(drawings: Drawings, { kind, path, depth }: Place, reading: Reading): Promise<void> {
	if (drawings.lines.length > 0) reading.add(path, kind, [{ number: 1, lines: drawings.lines }]);
	if (drawings.isBroken) reading.giveUp(path, kind, "corrupt");
	await readPictures(drawings, path, depth, reading);
}

function readProperties(storage: Storage, path: string, kind: string, reading: Reading): void {
	const lines = [...PROPERTY_STREAMS.keys()].flatMap((name) => {
		const stream = storage.stream(name);
		return stream === null ? [] : propertyLines(name, stream);
	});
	if (lines.length > 0) reading.add(path, kind, [{ number: 1, lines }]);
}

/** Objects in the folders where Word and Excel keep them, and macros. */
async function readInside(storage: Storage, path: string, depth: number, reading: Reading): Promise<void> {
	for (const inner of storage.storages()) {
		const name = inner.path.at(-1) ?? "";
		if (name.toLowerCase() === OBJECT_FOLDER) {
			for (const each of inner.storages()) {
				await readObject(each, innerPath(path, each.path.at(-1) ?? ""), depth, reading);
			}
		} else if (MACRO_FOLDERS.has(name.toLowerCase()) || OBJECT_NAME.test(name)) {
			await readObject(inner, innerPath(path, name), depth, reading);
		}
	}
}

async function readObject(storage: Storage, path: string, depth: number, reading: Reading): Promise<void> {
	reading.budget.takeMember();
	try {
		await readStorage(storage, path, depth + 1, reading);
	} catch (error) {
		if (!(error instanceof Unreadable)) throw error;
		reading.giveUp(path, sniff.OLE, error.reason);
	}
}
