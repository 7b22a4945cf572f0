// Positioned runs of a PDF page to its lines: what stands alone to a reader's eye. Twin of
// backend/documents' run joining; both are held to rules/conformance/lines.json.

/** A piece of text as it was drawn, turned upright. Points; `y` is the baseline, pointing up. */
export interface Run {
	readonly x: number;
	readonly y: number;
	/** Advance. */
	readonly width: number;
	/** Em. */
	readonly height: number;
	readonly text: string;
}

const SAME_ROW_EM = 0.3;
const SPACE_EM = 0.15;
const APART_EM = 1.5;
const DOUBLED_EM = 0.15; // drawn twice with a small shift to look bold
const ROUNDING = 1e-6;

/** Lines from top to bottom, and from left to right inside a row. */
export function linesOf(runs: readonly Run[]): string[] {
	const drawn = runs.filter((run) => run.text.trim() !== "");
	return rowsOf(drawn).flatMap((row) => linesOfRow(row));
}

function rowsOf(runs: readonly Run[]): Run[][] {
	const rows: Run[][] = [];
	for (const run of [...runs].sort((a, b) => b.y - a.y)) {
		const row = rows.at(-1);
		const first = row?.[0];
		if (row !== undefined && first !== undefined && onSameRow(first, run)) row.push(run);
		else rows.push([run]);
	}
	return rows;
}

function onSameRow(first: Run, run: Run): boolean {
	return Math.abs(first.y - run.y) <= SAME_ROW_EM * Math.min(first.height, run.height) + ROUNDING;
}

function linesOfRow(row: readonly Run[]): string[] {
	const lines: string[] = [];
	let before: Run | null = null;
	for (const run of [...row].sort((a, b) => a.x - b.x)) {
		const gap = before === null ? Number.POSITIVE_INFINITY : gapInEm(before, run);
		if (before !== null && isDoubled(before, run)) continue;
		if (gap > APART_EM + ROUNDING) lines.push(run.text);
		else lines.push(`${lines.pop() ?? ""}${gap >= SPACE_EM - ROUNDING ? " " : ""}${run.text}`);
		before = run;
	}
	return lines.map((line) => line.replace(/\s+/gu, " ").trim());
}

function gapInEm(before: Run, run: Run): number {
	return (run.x - (before.x + before.width)) / Math.min(before.height, run.height);
}

function isDoubled(before: Run, run: Run): boolean {
	return before.text === run.text && run.x - before.x <= DOUBLED_EM * Math.min(before.height, run.height);
}
