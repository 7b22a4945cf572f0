// Texts by key, with their values filled in; whose keys they are, the plugin's or the extension's, is theirs to say.

export type Language = "vi" | "en";

export interface TextsOf<Key extends string> {
	readonly language: Language;
	/** The text, with `{name}` and the like filled in. */
	(key: Key, values?: Readonly<Record<string, string | number>>): string;
	/** Whether there are words for a key that is made up of a code. */
	has(key: string): key is Key;
}

/** Vietnamese, or English for every other. @param locale as webmails and browsers write it: vi_VN, vi, en-US … */
export function languageOf(locale: string): Language {
	return locale.toLowerCase().startsWith("vi") ? "vi" : "en";
}

export function textsOf<Key extends string>(language: Language, table: Readonly<Record<Key, string>>): TextsOf<Key> {
	const texts = (key: Key, values: Readonly<Record<string, string | number>> = {}) =>
		table[key].replaceAll(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
	const has = (key: string): key is Key => Object.hasOwn(table, key);
	return Object.assign(texts, { language, has } as const);
}
