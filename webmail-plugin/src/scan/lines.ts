// Positioned runs of a PDF page to its lines: what stands alone to a reader's eye. Twin of
// backend/documents/lines.py, both are held to rules/conformance/lines.json.

import { isBlank, pieces } from "./spacing.ts";

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
export const SPACE_EM = 0.15;
const APART_EM = 1.5;
const DOUBLED_EM = 0.15; // drawn twice with a small shift to look bold
const ROUNDING = 1e-6;

/** Lines from top to bottom, and from left to right inside a row. */
export function linesOf(runs: readonly Run[]): string[] {
	const drawn = runs.filter((run) => !isBlank(run.text));
	return rowsOf(drawn).flatMap((row) =>
		joinedOf(row).flatMap((line) => pieces(line.endsWith(" ") ? line.slice(0, -1) : line)),
	);
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
	return first.y - run.y <= SAME_ROW_EM * Math.min(first.height, run.height) + ROUNDING;
}

function joinedOf(row: readonly Run[]): string[] {
	const lines: string[] = [];
	let before: Run | null = null;
	for (const run of [...row].sort((a, b) => a.x - b.x)) {
		if (before !== null && isDoubled(before, run)) continue;
		const join = before === null ? null : joint(before, run);
		if (join === null) lines.push(run.text);
		else lines.push(`${lines.pop() ?? ""}${join}${run.text}`);
		before = run;
	}
	return lines;
}

/** What stands between two runs of a line; null when they stand apart. */
function joint(before: Run, run: Run): "" | " " | null {
	const em = Math.min(before.height, run.height);
	const gap = run.x - (before.x + before.width);
	if (gap > APART_EM * em + ROUNDING) return null;
	return gap >= SPACE_EM * em - ROUNDING ? " " : "";
}

function isDoubled(before: Run, run: Run): boolean {
	return before.text === run.text && run.x - before.x <= DOUBLED_EM * Math.min(before.height, run.height);
}
