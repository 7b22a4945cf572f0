// Plain text, once its bytes are characters (text_encoding). A line of text is broken where the eye breaks it: tabs, wide
// gaps, the bars of drawn tables. A comma-separated table is read by its cells. Twin of backend/documents/plain_text.py.

import type { Page } from "../core/index.ts";
import { numbered } from "./reading.ts";
import { isBlank, piecesOfAll } from "./spacing.ts";

const BARS = /[|\u2500-\u257f]+/u;
const ROW_END = /\r\n|[\n\r\v\u0085\u2028\u2029]/u;
const QUOTED_CELL = /"[^"]*(?:""[^"]*)*"/gu;

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
