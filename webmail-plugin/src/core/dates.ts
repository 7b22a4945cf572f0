// Dates beside a stamp: "GIẢI MẬT Từ: 01/3/2026", "từ ngày 05 tháng 01 năm 2026", "từ tháng 3/2026". Twin of
// backend/classification/dates.py.

const DAY = /([0-9]{1,2})(?: ?[/.-] ?| tháng )([0-9]{1,2})(?: ?[/.-] ?| năm )([12][0-9]{3})(?![0-9])/u;
const MONTH = /(?:^|[^0-9/.-])([0-9]{1,2})(?: ?\/ ?| năm )([12][0-9]{3})(?![0-9])/u;
const DATE_LINE = /^(?:từ|ngày|tháng|[0-9])/u;
const VIETNAM_MILLISECONDS = 7 * 3_600_000; // ahead of UTC, all year

/** The day it is in Vietnam, ISO. */
export function todayInVietnam(): string {
	return new Date(Date.now() + VIETNAM_MILLISECONDS).toISOString().slice(0, 10);
}

/** Whether a stamp holds today (ISO): its date (`behind` it in lower case, else on a following line that begins like
 *  one) has come, or no date can be read. */
export function hasBegun(behind: string, following: readonly string[], today: string): boolean {
	let begins = firstDay(behind);
	for (const line of following) {
		if (begins !== null || !DATE_LINE.test(line.toLowerCase())) break;
		begins = firstDay(line.toLowerCase());
	}
	return begins === null || begins <= today;
}

function firstDay(text: string): string | null {
	const day = DAY.exec(text);
	if (day !== null) return isoDay(Number(day[3]), Number(day[2]), Number(day[1]));
	const month = MONTH.exec(text);
	return month === null ? null : isoDay(Number(month[2]), Number(month[1]), 1);
}

function isoDay(year: number, month: number, day: number): string | null {
	const date = new Date(Date.UTC(year, month - 1, day));
	const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
	return exists ? date.toISOString().slice(0, 10) : null;
}
