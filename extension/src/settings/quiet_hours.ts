// Hours in which nobody is disturbed, in Vietnam's time wherever the browser is.

export interface QuietHours {
	/** "18:00" */
	readonly from: string;
	/** "07:00"; earlier than `from` means the next morning. */
	readonly to: string;
}

export function isTime(value: unknown): boolean {
	return typeof value === "string" && /^([01]\d|2[0-3]):[0-5]\d$/u.test(value);
}

/** `from` belongs to them, `to` does not; from = to means never. */
export function isQuiet(hours: QuietHours | null, now: Date): boolean {
	if (hours === null) return false;
	const at = timeInVietnam(now);
	const { from, to } = hours;
	return from <= to ? from <= at && at < to : at >= from || at < to;
}

/** "07:45" */
export function timeInVietnam(moment: Date): string {
	return new Intl.DateTimeFormat("en-GB", {
		hour: "2-digit",
		minute: "2-digit",
		hourCycle: "h23",
		timeZone: "Asia/Ho_Chi_Minh",
	}).format(moment);
}

/** "2026-11-27" */
export function dayInVietnam(moment: Date): string {
	return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" }).format(moment);
}
