// How far a rule is rolled out: observed, warned about, enforced (ADR 16). Twin of backend/classification/stages.py.
// A rule without rows is enforced, and so is one whose first row has not come yet; what cannot be read is enforced too.
// A declassification lets nothing pass before its day.

import { isRecord } from "./jws.ts";
import type { Effect } from "./rule.ts";

/** observe: counted by agency, changes nothing, is shown to nobody · warn: the panel says it and asks, nothing stops */
export type Stage = "observe" | "warn" | "enforce";

export interface StageRow {
	readonly stage: Stage;
	/** Like 2026-12-01T00:00:00Z. */
	readonly from: string;
}

const MILDEST_FIRST: readonly unknown[] = ["observe", "warn", "enforce"];
const CAN_WARN: readonly unknown[] = ["mark", "restrict", "ask"];

/** Whether the rows of a rule may stand in a bundle: growing stricter in time, and of stages this effect can have. */
export function areStages(rows: unknown, effect: unknown): boolean {
	if (!Array.isArray(rows) || rows.length === 0 || !rows.every(isRow)) return false;
	return rows.every((row, index) => {
		const before = rows[index - 1];
		const follows =
			before === undefined ||
			(Date.parse(before.from) < Date.parse(row.from) && strictness(before.stage) < strictness(row.stage));
		return follows && (row.stage !== "warn" || CAN_WARN.includes(effect));
	});
}

/** The stage in force; before the first row, and without any, it is enforced. */
export function stageAt(rows: readonly StageRow[] | undefined, now: Date): Stage {
	const begun = (rows ?? []).filter(({ from }) => Date.parse(from) <= now.getTime());
	const stage = begun.at(-1)?.stage;
	return stage === "observe" || stage === "warn" ? stage : "enforce";
}

/** What the rule does now; null: it is only counted. To warn is to ask. */
export function effectAt(effect: Effect, rows: readonly StageRow[] | undefined, now: Date): Effect | null {
	const stage = stageAt(rows, now);
	const [first] = rows ?? [];
	const isEarly = effect === "declassify" && first !== undefined && !(Date.parse(first.from) <= now.getTime());
	if (stage === "observe" || isEarly) return null;
	return stage === "warn" ? "ask" : effect;
}

function isRow(row: unknown): row is StageRow {
	if (!isRecord(row) || Object.keys(row).sort().join() !== "from,stage" || !MILDEST_FIRST.includes(row.stage)) {
		return false;
	}
	if (typeof row.from !== "string" || Number.isNaN(Date.parse(row.from))) return false;
	return new Date(row.from).toISOString().replace(".000Z", "Z") === row.from; // 30 February would be read as 2 March
}

function strictness(stage: Stage): number {
	return MILDEST_FIRST.indexOf(stage);
}
