// By when a paper asks for an answer: "gửi về Sở trước ngày 15/12/2026" means the 14th at the latest, "chậm nhất ngày
// 15/12/2026" the 15th. The sentence is for the clerk's eyes; only the day leaves the page.

import { sentencesOf } from "./sentences.ts";
import { toneStripped } from "./text.ts";

export interface AskedTerm {
	/** The last day, ISO. */
	readonly dueOn: string;
	/** Where it stands, as it is written. */
	readonly sentence: string;
}

const ASKS = /(?:de nghi|yeu cau|bao cao|tra loi|phuc dap|y kien|gop y|cung cap|gui (?:ve|lai|cho)|tham gia|dang ky)/u;
const DAY = "([0-9]{1,2})(?: ?[/.-] ?| thang )([0-9]{1,2})(?:(?: ?[/.-] ?| nam )([12][0-9]{3}))?(?![0-9])";
const HOUR = "[0-9]{1,2} ?(?:gio|h|g)(?: ?[0-9]{1,2})?(?: ?phut)?,? ?";
const BEFORE_DAY = new RegExp(`truoc ngay ${DAY}`, "u");
const ON_DAY = new RegExp(
	`(?:truoc (?:${HOUR})|(?:cham|muon) nhat[a-z ]{0,20}|(?:den|truoc) het ?|han (?:cuoi|chot)[a-z: ]{0,20}|thoi han[a-z: ]{0,30})(?:${HOUR})?(?:thu [a-z]+,? )?(?:ngay )${DAY}`,
	"u",
);

/** The first term that lies on or after the day the paper came (ISO); null when it asks for none. */
export function findAskedTerm(lines: readonly string[], receivedOn: string): AskedTerm | null {
	for (const sentence of sentencesOf(lines)) {
		const plain = toneStripped(sentence);
		if (!ASKS.test(plain)) continue;
		const dueOn = termIn(plain, receivedOn);
		if (dueOn !== null) return { dueOn, sentence };
	}
	return null;
}

/** The last day a sentence names, if it lies on or after a day (both ISO). @param plain as `toneStripped` gives it */
export function termIn(plain: string, receivedOn: string): string | null {
	const before = BEFORE_DAY.exec(plain);
	const on = before === null ? ON_DAY.exec(plain) : null;
	const dueOn = lastDay(before ?? on, before === null ? 0 : 1, receivedOn);
	return dueOn !== null && dueOn >= receivedOn ? dueOn : null;
}

function lastDay(found: RegExpExecArray | null, daysBefore: number, receivedOn: string): string | null {
	if (found === null) return null;
	const [, day, month, year] = found.map(Number);
	if (day === undefined || month === undefined) return null;
	const named = year === undefined || Number.isNaN(year) ? yearAfter(receivedOn, day, month) : year;
	const date = new Date(Date.UTC(named, month - 1, day));
	if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
	return new Date(date.getTime() - daysBefore * 86_400_000).toISOString().slice(0, 10);
}

/** "trước ngày 05/01" of a paper that came in December is next year's. */
function yearAfter(receivedOn: string, day: number, month: number): number {
	const year = Number(receivedOn.slice(0, 4));
	const thisYear = new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
	return thisYear < receivedOn ? year + 1 : year;
}
