// Metafiles, the drawings office programs keep of stamps, formulas, charts and other programs' objects. Their text is
// read as text, line by line as it stands; their bitmaps are pictures inside; and where they draw more than rules and
// boxes, all they draw is looked at as one picture, for letters may be turned into outlines. Twin of
// backend/documents/metafile/reader.py.

import type { UnreadableReason } from "../../core/index.ts";
import { pageOf } from "../images.ts";
import { linesOf } from "../lines.ts";
import { RunText } from "../office/run_text.ts";
import { type Bytes, innerPath, type Reading } from "../reading.ts";
import { EMF, pdfHeaderAt, WMF } from "../sniff.ts";
import { Unreadable } from "../unreadable.ts";
import type { Bitmap, Board, Shape } from "./board.ts";
import { Emf } from "./emf.ts";
import type { EmfPlus } from "./emf_plus.ts";
import { linesOn, shown } from "./letters.ts";
import { MetafileRecord } from "./record.ts";
import { pictureOf } from "./scene.ts";
import { isPlaceable, Wmf } from "./wmf.ts";

const HEADER_BYTES = 88;
const INCH_MM = 25.4;
const PADDING = new Set([0x00, 0x20, 0x09, 0x0d, 0x0a, 0x1a]);

export async function readEmf(bytes: Bytes, path: string, depth: number, reading: Reading): Promise<string> {
	if (bytes.length < HEADER_BYTES) throw new Unreadable("corrupt");
	const [file, runs, head] = [new Emf(), new RunText(), new MetafileRecord(bytes)];
	readOrTell(file, bytes);
	const { plus, troubles, board } = file;
	if (plus.isUnread || plus.isUnfinished || (plus.isAll && plus.hasDrawings)) troubles.push("unsupported");
	if (plus.isMisread) troubles.push("text-layer");
	// a PDF too, where no record keeps one
	if (pdfHeaderAt(bytes) >= 0 && file.documents.length === 0) troubles.push("corrupt");
	const lines = linesOn(board, runs);
	lines.push(...[...new Set(plusLines(plus, runs))].filter((line) => !lines.includes(line)));
	tell(EMF, path, troubles, reading);
	const [pixels, millimetres] = [head.number(72), head.number(80)];
	const unitMm = pixels > 0 && millimetres > 0 ? millimetres / pixels : null;
	await lookAt(board, lines, { path, mediaType: EMF, unitMm }, runs, reading);
	await goDeeper([...bitmapsOf(board), ...plus.pictures, ...file.documents], path, depth, reading);
	await readTail(bytes, file.ends, path, depth, reading);
	return EMF;
}

export async function readWmf(bytes: Bytes, path: string, depth: number, reading: Reading): Promise<string> {
	const [file, runs] = [new Wmf(), new RunText()];
	readOrTell(file, bytes);
	tell(WMF, path, file.troubles, reading);
	const units = isPlaceable(bytes) && bytes.length >= 16 ? new MetafileRecord(bytes).word(14) : 0;
	const place = { path, mediaType: WMF, unitMm: units > 0 ? INCH_MM / units : null };
	await lookAt(file.board, linesOn(file.board, runs), place, runs, reading);
	await goDeeper(bitmapsOf(file.board), path, depth, reading);
	const enhanced = new Uint8Array(file.enhanced.flatMap((piece) => [...piece]));
	if (enhanced.length > 0) await reading.goDeeper(enhanced, innerPath(path, "(emf)"), depth + 1);
	await readTail(bytes, file.ends, path, depth, reading);
	return WMF;
}

function readOrTell(file: Emf | Wmf, bytes: Bytes): void {
	try {
		file.read(bytes);
	} catch (error) {
		if (!(error instanceof Unreadable)) throw error;
		file.troubles.push(error.reason);
	}
}

/** Beside each other as far as that is known, and each by itself. */
function plusLines(plus: EmfPlus, runs: RunText): string[] {
	const drawn = plus.strings.map(({ run, font }) => ({ ...run, text: shown(run.text, font, runs) }));
	return [...linesOf(drawn), ...drawn.flatMap((run) => linesOf([run]))];
}

function bitmapsOf(board: Board): Bytes[] {
	return [...board.drawn.flatMap((item) => ("file" in item ? [item.file] : [])), ...board.patterns];
}

function tell(mediaType: string, path: string, troubles: readonly UnreadableReason[], reading: Reading): void {
	for (const reason of new Set(troubles)) reading.giveUp(path, mediaType, reason);
}

interface Place {
	readonly path: string;
	readonly mediaType: string;
	readonly unitMm: number | null;
}

async function lookAt(
	board: Board,
	lines: readonly string[],
	{ path, mediaType, unitMm }: Place,
	runs: RunText,
	reading: Reading,
): Promise<void> {
	const stamps: string[] = [];
	try {
		for (const drawn of worthALook(board)) {
			const { image, dpi } = await pictureOf(drawn, unitMm, reading.pictures);
			stamps.push(...((await pageOf(image, dpi, 1, path, reading)).stamps ?? []));
		}
	} catch (error) {
		if (!(error instanceof Unreadable)) throw error;
		reading.giveUp(path, mediaType, error.reason);
	}
	const isEmpty = lines.length === 0 && stamps.length === 0;
	reading.add(path, mediaType, isEmpty ? [] : [{ number: 1, lines, stamps: [...new Set(stamps)] }], runs.charset);
}

function worthALook(board: Board): (Shape | Bitmap)[][] {
	const bitmaps = board.drawn.filter((item) => "file" in item);
	const drawn = board.hasOutlines || bitmaps.length > 1 ? [board.drawn] : [];
	return [...drawn, ...(board.clips.length > 0 ? [board.clips] : [])];
}

/** A picture drawn more than once is looked at once. */
async function goDeeper(pictures: readonly Bytes[], path: string, depth: number, reading: Reading): Promise<void> {
	const different = pictures.filter((picture, index) => {
		return !pictures.slice(0, index).some((seen) => isSame(seen, picture));
	});
	for (const [index, picture] of different.entries()) {
		reading.budget.takeMember();
		reading.budget.takeBytes(picture.length);
		await reading.goDeeper(picture, innerPath(path, `picture${index + 1}`), depth + 1);
	}
}

function isSame(one: Bytes, other: Bytes): boolean {
	return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

async function readTail(bytes: Bytes, ends: number, path: string, depth: number, reading: Reading): Promise<void> {
	const tail = bytes.subarray(ends === 0 ? bytes.length : ends);
	if (!tail.every((byte) => PADDING.has(byte))) await reading.goDeeper(tail, innerPath(path, "(tail)"), depth + 1);
}
