// Characters of other alphabets that a reader takes for a Latin letter: МẬТ with Cyrillic М and Т is MẬT. The table is
// rules/charset/lookalikes.json. Twin of backend/text/lookalikes.py.

import written from "../../../rules/charset/lookalikes.json" with { type: "json" };

const TABLE: ReadonlyMap<string, string> = new Map([
	...written.alphabets.flatMap(([start, first, length]) => alphabet(String(start), String(first), Number(length))),
	...Object.entries(written.letters).flatMap(([letter, characters]) =>
		Array.from(characters, (character) => [character, letter] as const),
	),
]);
// No character of it means anything in a class
const PERHAPS = new RegExp(
	`[${[...TABLE.keys()].filter((one) => one.length === 1).join("")}\\u{10000}-\\u{10ffff}]`,
	"gu",
);

function alphabet(start: string, first: string, length: number): (readonly [string, string])[] {
	const [from, to] = [Number.parseInt(start, 16), first.charCodeAt(0)];
	return Array.from({ length }, (_, offset) => [String.fromCodePoint(from + offset), String.fromCharCode(to + offset)]);
}

/** The letters a reader sees, in NFC; `composed` is NFC. A letter put in place may take a mark that stood after the one
 *  it replaces, and together they may be a look-alike again. */
export function folded(composed: string): string {
	let before = composed;
	for (;;) {
		const seen = before.replace(PERHAPS, (character) => TABLE.get(character) ?? character);
		if (seen === before) return before;
		before = seen.normalize("NFC");
	}
}
