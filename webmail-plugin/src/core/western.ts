// Whether text is of a Western European language, by its commonest words (rules/charset/western.json). Twin of
// backend/text/western.py.

import written from "../../../rules/charset/western.json" with { type: "json" };

const ENOUGH_WORDS = 5;
const ENOUGH_SHARE = 0.15;
const COMMON: ReadonlySet<string> = new Set(written.words);
const WORD = /[a-z\u00df-\u00f6\u00f8-\u00ff]+/gu;

export function isWestern(text: string): boolean {
	const words = text.toLowerCase().match(WORD) ?? [];
	const common = words.filter((word) => COMMON.has(word)).length;
	return common >= ENOUGH_WORDS && common >= ENOUGH_SHARE * words.length;
}
