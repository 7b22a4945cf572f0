// What could not be checked on a webmail's page, in words: its adapters say it in codes.

import type { Texts } from "./texts.ts";

/** Each thing once; a code nobody has words for yet stands as it is. */
export function unseenWords(texts: Texts, codes: readonly string[]): string {
	const words = codes.map((code) => {
		const key = `unseen.${code}`;
		return texts.has(key) ? texts(key) : code;
	});
	return [...new Set(words)].join(", ");
}
