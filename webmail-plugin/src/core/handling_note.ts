// Whom a leader's typed note (bút phê, phiếu chuyển) gives a paper to: lead unit, helpers and term (NĐ 30/2020/NĐ-CP, Điều
// 23.2). Only proposed: whoever reads the paper says so.

import { termIn } from "./asked_term.ts";
import { Line, trimmed } from "./form/line.ts";

export interface Handling {
	/** As written; "" where it is not said. */
	readonly lead: string;
	readonly helpers: string;
	/** The last day, ISO; "" where none is named. */
	readonly dueOn: string;
}

const LABEL =
	/^(?:but phe|phieu chuyen|phieu xu ly|phieu trinh giai quyet|y kien (?:chi dao|phan cong|xu ly|giai quyet|cua lanh dao|lanh dao)|lanh dao (?:chi dao|phan cong))/u;
const LEAD = /(?:don vi |bo phan |nguoi )?chu tri ?: ?([^;.\n]{2,80})/u;
const LEADS = /(?:giao|chuyen)(?: cho)? ([^;.,:\n]{2,80}?) chu tri/u;
const HELPERS = /phoi hop(?: voi| thuc hien| xu ly| giai quyet)? ?:? ?([^;.\n]{2,120})/u;
const TERM = /thoi han|han xu ly|han giai quyet|hoan thanh|bao cao|truoc ngay|cham nhat|den het/u;
const LINES = 10; // of a note, its label included

/** The first note that gives the paper to somebody; null where there is none. */
export function findHandling(lines: readonly string[], receivedOn: string): Handling | null {
	const read = lines.map((raw) => new Line(raw)).filter(({ initial }) => initial !== "");
	for (const [index, line] of read.entries()) {
		const found = LABEL.test(line.plain) ? noteIn(read.slice(index, index + LINES), receivedOn) : null;
		if (found !== null) return found;
	}
	return null;
}

function noteIn(lines: readonly Line[], receivedOn: string): Handling | null {
	const text = lines.map((line) => line.text).join("\n");
	const plain = lines.map((line) => line.plain).join("\n");
	const lead = groupIn(LEAD, plain, text) || groupIn(LEADS, plain, text);
	if (lead === "") return null;
	const terms = lines.flatMap((line) => (TERM.test(line.plain) ? (termIn(line.plain, receivedOn) ?? []) : []));
	return { lead, helpers: groupIn(HELPERS, plain, text), dueOn: terms[0] ?? "" };
}

/** What stands there as it is written: both views are of one length. */
function groupIn(pattern: RegExp, plain: string, text: string): string {
	const found = pattern.exec(plain);
	const group = found?.[1];
	if (found === null || group === undefined) return "";
	const start = found.index + found[0].lastIndexOf(group);
	return trimmed(text.slice(start, start + group.length));
}
