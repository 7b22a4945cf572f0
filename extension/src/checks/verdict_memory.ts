// The latest results of this browser, for the popup: taken from the reports on their way to the backend, which hold
// nothing of a marked file. Kept is less still: when, what was done, whether it was marked.

import { ReportVerdictsOperation } from "../../../webmail-plugin/src/api/generated.ts";
import type { VerdictReport } from "../../../webmail-plugin/src/core/index.ts";
import type { Shelf } from "../shelf.ts";

export interface PastVerdict {
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly action: VerdictReport["action"];
	readonly marked: boolean;
}

const NAME = "verdicts";
const KEPT_AT_MOST = 10;

/** Remember what a question to the backend reports, if it reports anything. */
export async function rememberVerdicts(
	shelf: Shelf,
	operation: string,
	variables: unknown,
	now: number,
): Promise<void> {
	if (operation !== ReportVerdictsOperation.id) return;
	const { reports } = variables as { readonly reports: readonly VerdictReport[] };
	const added = reports.map(({ action, state }) => ({ at: now, action, marked: state === "marked" }));
	await shelf.set(NAME, [...added.reverse(), ...(await pastVerdicts(shelf))].slice(0, KEPT_AT_MOST));
}

/** What one official was told is not shown to another. */
export async function forgetVerdicts(shelf: Shelf): Promise<void> {
	await shelf.remove(NAME);
}

/** The latest first. */
export async function pastVerdicts(shelf: Shelf): Promise<readonly PastVerdict[]> {
	return ((await shelf.get(NAME)) as PastVerdict[] | undefined) ?? [];
}
