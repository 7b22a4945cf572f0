// How the pictures write durations and shares: as the tables beside them do (backend/web/dashboard_words.py).

import { type Language, type TextsOf, textsOf } from "../../../../webmail-plugin/src/ui/text_table.ts";
import english from "./locales/en.json";
import vietnamese from "./locales/vi.json";

export type Texts = TextsOf<keyof typeof vietnamese>;

export const HOUR = 3600;
export const WORKING_DAY = 8 * HOUR;
const IN_HOURS = 2 * WORKING_DAY; // from here on in days

export function textsIn(language: Language): Texts {
	return textsOf(language, language === "vi" ? vietnamese : english);
}

/** Of working seconds: "6 giờ 30 phút", "2,5 ngày làm việc"; too few letters are no zero. */
export function durationText(texts: Texts, seconds: number | null): string {
	if (seconds === null) return texts("undecided");
	if (seconds < 60) return texts("time.below_a_minute");
	if (seconds >= IN_HOURS) return texts("time.days", { count: decimal(texts, seconds / WORKING_DAY) });
	const minutes = Math.floor(seconds / 60);
	const parts = [
		minutes >= 60 ? texts("time.hours", { count: Math.floor(minutes / 60) }) : "",
		minutes % 60 > 0 ? texts("time.minutes", { count: minutes % 60 }) : "",
	];
	return parts.filter((part) => part !== "").join(" ");
}

/** At an axis. */
export function tickText(texts: Texts, seconds: number): string {
	if (seconds < IN_HOURS) return texts("time.hours", { count: decimal(texts, seconds / HOUR) });
	return texts("time.days_short", { count: decimal(texts, seconds / WORKING_DAY) });
}

export function percentText(texts: Texts, share: number): string {
	return `${decimal(texts, share * 100)}%`;
}

/** `202601` as `01/2026`. */
export function monthText(month: number): string {
	return `${String(month % 100).padStart(2, "0")}/${Math.floor(month / 100)}`;
}

function decimal(texts: Texts, number: number): string {
	const text = number.toFixed(1).replace(/\.0$/u, "");
	return texts.language === "vi" ? text.replace(".", ",") : text;
}
