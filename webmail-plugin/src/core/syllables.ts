// Which words are Vietnamese: a syllable is an onset, a rhyme and at most one tone. Twin of backend/text/syllables.py;
// onsets and rhymes are rules/charset/syllables.json.

import written from "../../../rules/charset/syllables.json" with { type: "json" };

const SYLLABLE = new RegExp(`^(?:${written.onsets.join("|")})?(?:${written.rhymes.split(" ").join("|")})$`, "u");
/** The words of secrecy marks, in lower case. */
export const OF_MARKS: readonly string[] = written.of_marks;
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu;
// Before a final stop (c, ch, p, t) only sắc and nặng can stand
const STOPPED = /(?:[cpt]|ch)$/u;
const STOPPED_TONES = new Set(["\u0301", "\u0323"]);

const MOST_KNOWN = 8192;
const known = new Map<string, boolean>();

/** Whether the word, in any case, can be Vietnamese; a word without a tone counts too. */
export function isSyllable(word: string): boolean {
	let answer = known.get(word);
	if (answer === undefined) {
		answer = canBeSyllable(word);
		if (known.size >= MOST_KNOWN) known.clear();
		known.set(word, answer);
	}
	return answer;
}

function canBeSyllable(word: string): boolean {
	const decomposed = word.toLowerCase().normalize("NFD");
	const tones = decomposed.match(TONES) ?? [];
	const [tone] = tones;
	if (tones.length > 1) return false;
	const base = decomposed.replace(TONES, "").normalize("NFC");
	return SYLLABLE.test(base) && (tone === undefined || !STOPPED.test(base) || STOPPED_TONES.has(tone));
}
