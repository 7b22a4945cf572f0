// Texts for officials, in the language the webmail is set to: Vietnamese, or English for every other.

import english from "../locales/en.json";
import vietnamese from "../locales/vi.json";

export type TextKey = keyof typeof vietnamese;

export interface Texts {
	readonly language: "vi" | "en";
	/** The text, with `{name}` and the like filled in. */
	(key: TextKey, values?: Readonly<Record<string, string | number>>): string;
}

/** @param locale as the webmail writes it: vi_VN, en_US … */
export function textsFor(locale: string): Texts {
	const language = locale.toLowerCase().startsWith("vi") ? "vi" : "en";
	const table: Readonly<Record<TextKey, string>> = language === "vi" ? vietnamese : english;
	const texts = (key: TextKey, values: Readonly<Record<string, string | number>> = {}) =>
		table[key].replaceAll(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
	return Object.assign(texts, { language } as const);
}

/** Working time for people: "3 giờ 12 phút". */
export function durationText(texts: Texts, seconds: number): string {
	const minutes = Math.round(seconds / 60);
	const hours = Math.floor(minutes / 60);
	const rest = minutes % 60;
	if (hours === 0) return texts("duration.minutes", { minutes });
	if (rest === 0) return texts("duration.hours", { hours });
	return texts("duration.hours_minutes", { hours, minutes: rest });
}

/** A moment in Vietnam's time, wherever the browser is: "05/11/2026 09:12". */
export function momentText(iso: string): string {
	return `${format(iso, DAY)} ${format(iso, TIME)}`;
}

/** From one moment to another; the day is said once where it is the same. */
export function spanText(from: string, to: string): string {
	const sameDay = format(from, DAY) === format(to, DAY);
	return `${momentText(from)} – ${sameDay ? format(to, TIME) : momentText(to)}`;
}

const DAY = { day: "2-digit", month: "2-digit", year: "numeric" } as const;
const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

function format(iso: string, pieces: Intl.DateTimeFormatOptions): string {
	return new Intl.DateTimeFormat("en-GB", { ...pieces, timeZone: "Asia/Ho_Chi_Minh" }).format(new Date(iso));
}
