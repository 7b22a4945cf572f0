// Texts for officials, in the language the webmail is set to: Vietnamese, or English for every other.

import type vietnamese from "../locales/vi.json";
import { type Language, languageOf, type TextsOf, textsOf } from "./text_table.ts";

export type TextKey = keyof typeof vietnamese;
export type TextTable = Readonly<Record<TextKey, string>>;
export type Texts = TextsOf<TextKey>;

/** @param locale as the webmail writes it: vi_VN, en_US … */
export async function loadTexts(locale: string): Promise<Texts> {
	const language = languageOf(locale);
	const { default: table } = await (language === "vi" ? import("../locales/vi.json") : import("../locales/en.json"));
	return textsIn(language, table);
}

export function textsIn(language: Language, table: TextTable): Texts {
	return textsOf(language, table);
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

/** The hour of a moment: "09:12". */
export function clockText(iso: string): string {
	return format(iso, TIME);
}

/** The day it is in Vietnam, as the backend takes it: "2026-11-05". */
export function dayKey(moment: Date): string {
	return new Intl.DateTimeFormat("en-CA", { ...DAY, timeZone: "Asia/Ho_Chi_Minh" }).format(moment);
}

/** A day, or the day of a moment: "05/11/2026". */
export function dayText(iso: string): string {
	return format(iso, DAY);
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
