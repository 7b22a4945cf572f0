// Plain text: UTF-8, or UTF-16 with a byte order mark. Anything else is not guessed at. A line of text is broken where
// the eye breaks it: tabs, wide gaps, the bars of drawn tables. A comma-separated table is read by its cells. Twin of
// backend/documents/plain_text.py.

import type { Page } from "../core/index.ts";
import { numbered } from "./reading.ts";
import { isBlank, piecesOfAll } from "./spacing.ts";
import { Unreadable } from "./unreadable.ts";

// What no text has: C0 without \t \n \v \f \r, DEL, C1 without NEL, and what is no character at all
const NOT_TEXT = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufdd0-\ufdef\ufffe\uffff]/u;
const BARS = /[|\u2500-\u257f]+/u;
const ROW_END = /\r\n|[\n\r\v\u0085\u2028\u2029]/u;
const QUOTED_CELL = /"[^"]*(?:""[^"]*)*"/gu;

/** @throws Unreadable unsupported: not UTF-8, not UTF-16 with its mark, or not text at all. */
export function decodedText(bytes: Uint8Array): string {
	const text = decodedAs(encodingOf(bytes), bytes);
	if (NOT_TEXT.test(text)) throw new Unreadable("unsupported");
	return text;
}

function encodingOf([first, second, third, fourth]: Uint8Array): string {
	const wide = first === 0xff && second === 0xfe;
	if (wide && third === 0 && fourth === 0) throw new Unreadable("unsupported"); // UTF-32
	if (wide) return "utf-16le";
	return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

function decodedAs(encoding: string, bytes: Uint8Array): string {
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		throw new Unreadable("unsupported");
	}
}

/** A form feed turns the page. No text, no pages. */
export function textPages(text: string): Page[] {
	return numbered(text.split("\f").map(linesOfPage));
}

function linesOfPage(text: string): string[] {
	const rows = text.split(ROW_END).filter((row) => !isBlank(row));
	const delimiter = delimiterOf(rows);
	return rows.flatMap((row) => piecesOfAll(delimiter === null ? row.split(BARS) : cells(row, delimiter)));
}

/** The delimiter of a comma-separated table: as often in every row, never followed by a space as in a sentence. */
function delimiterOf(rows: readonly string[]): "," | ";" | null {
	if (rows.length < 2) return null;
	const bare = rows.map((row) => row.replace(QUOTED_CELL, ""));
	const delimits = (delimiter: string): boolean => {
		const counts = new Set(bare.map((row) => row.split(delimiter).length - 1));
		return counts.size === 1 && !counts.has(0) && !bare.some((row) => row.includes(`${delimiter} `));
	};
	return ([",", ";"] as const).find(delimits) ?? null;
}

function cells(row: string, delimiter: "," | ";"): string[] {
	const cell = delimiter === "," ? /"[^"]*(?:""[^"]*)*"|[^,]+/gu : /"[^"]*(?:""[^"]*)*"|[^;]+/gu;
	return (row.match(cell) ?? []).map((written) => written.replace(/^"+|"+$/gu, "").replaceAll('""', '"'));
}
