// The extension's own texts, in the language that was set, or the browser's: Vietnamese, or English for every other.

import { type Language, languageOf, type TextsOf, textsOf } from "../../webmail-plugin/src/ui/text_table.ts";
import type vietnamese from "./locales/vi.json";

export type TextKey = keyof typeof vietnamese;
export type TextTable = Readonly<Record<TextKey, string>>;
export type Texts = TextsOf<TextKey>;

/** @param locale as browsers write it: vi, en-US … */
export async function loadTexts(locale: string): Promise<Texts> {
	const language = languageOf(locale);
	const { default: table } = await (language === "vi" ? import("./locales/vi.json") : import("./locales/en.json"));
	return textsIn(language, table);
}

export function textsIn(language: Language, table: TextTable): Texts {
	return textsOf(language, table);
}
