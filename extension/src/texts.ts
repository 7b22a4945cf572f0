// The extension's own texts, in the language that was set, or the browser's: Vietnamese, or English for every other.

import type { Language } from "../../webmail-plugin/src/ui/texts.ts";
import type vietnamese from "./locales/vi.json";

export type TextKey = keyof typeof vietnamese;
export type TextTable = Readonly<Record<TextKey, string>>;

export interface Texts {
	readonly language: Language;
	/** The text, with `{name}` and the like filled in. */
	(key: TextKey, values?: Readonly<Record<string, string | number>>): string;
	/** Whether there are words for a key that is made up of a code. */
	has(key: string): key is TextKey;
}

/** @param locale as browsers write it: vi, en-US … */
export async function loadTexts(locale: string): Promise<Texts> {
	const language = locale.toLowerCase().startsWith("vi") ? "vi" : "en";
	const { default: table } = await (language === "vi" ? import("./locales/vi.json") : import("./locales/en.json"));
	return textsIn(language, table);
}

export function textsIn(language: Language, table: TextTable): Texts {
	const texts = (key: TextKey, values: Readonly<Record<string, string | number>> = {}) =>
		table[key].replaceAll(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
	const has = (key: string): key is TextKey => Object.hasOwn(table, key);
	return Object.assign(texts, { language, has } as const);
}
