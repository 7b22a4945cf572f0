// What waits for the backend among the things a guard keeps: verdicts to report, and counts of rules in shadow. Nothing of
// it may reach the backend under another log-in than the one it was found under.

import type { Asks } from "../../../webmail-plugin/src/api/backend.ts";
import { CountInShadowOperation, ReportVerdictsOperation } from "../../../webmail-plugin/src/api/generated.ts";
import { ReportQueue } from "../../../webmail-plugin/src/api/report_queue.ts";
import { ShadowTally } from "../../../webmail-plugin/src/api/shadow_tally.ts";
import { queueName } from "../../../webmail-plugin/src/api/waiting_reports.ts";
import { Items } from "./items.ts";

type Kept = Readonly<Record<string, string>>;

const REPORTS = queueName(""); // whose it is, the background knows; the guard names nobody
const COUNTS = "congvu.shadow.";

/** Whether a question delivers what waited. */
export function delivers(operation: string): boolean {
	return operation === ReportVerdictsOperation.id || operation === CountInShadowOperation.id;
}

/** What is left of `kept` when only what waits is kept on. */
export function waitingOf(kept: Kept): Kept {
	return Object.fromEntries(Object.entries(kept).filter(([name]) => name === REPORTS || name === COUNTS));
}

/** Deliver what waits, as far as the backend takes it. Never rejects. */
export async function deliver(kept: Kept, backend: Asks): Promise<Kept> {
	const items = new Items(kept);
	await Promise.allSettled([new ReportQueue(items, "", backend).flush(), new ShadowTally(items, "", backend).flush()]);
	return items.all;
}

/** Both together: reports after one another, counts summed up; of anything else what `later` says. */
export function joined(earlier: Kept, later: Kept): Kept {
	const both = { ...earlier, ...later };
	if (REPORTS in earlier && REPORTS in later) {
		both[REPORTS] = JSON.stringify([...list(earlier[REPORTS]), ...list(later[REPORTS])]);
	}
	if (COUNTS in earlier && COUNTS in later) both[COUNTS] = summed(earlier[COUNTS], later[COUNTS]);
	return both;
}

function summed(earlier: string | undefined, later: string | undefined): string {
	const counts = new Map<string, number>();
	for (const [key, papers] of [...list(earlier), ...list(later)] as [string, number][]) {
		counts.set(key, (counts.get(key) ?? 0) + papers);
	}
	return JSON.stringify([...counts]);
}

function list(written: string | undefined): unknown[] {
	try {
		const value: unknown = JSON.parse(written ?? "[]");
		return Array.isArray(value) ? value : [];
	} catch {
		return [];
	}
}
