// Where a reader's eye sees two pieces of text instead of one, in text that carries no positions. Twin of
// backend/documents/spacing.py.

// Spaces of every width; three or more in a row are a column gap to the eye (1.5 em and more in most type).
const GAP = /([ \u00a0\u2000-\u200a\u202f\u205f\u3000]{3,})/u;
const BREAK = /[\n\r\t\v\f\u001c-\u001f\u0085\u2028\u2029]/u;
// Between words whose letters are set apart ("T U Y Ệ T   M Ậ T") up to five spaces are still a word space. A letter
// stands with its marks, where they are written apart.
const WORD_SPACE_OF_SPACED = 5;
const SPACED_END = /(?:^|[ \u00a0\u2000-\u200a\u202f\u205f\u3000])[\p{L}\p{Nl}\p{No}](?:[\u0300-\u036f])*$/u;
const SPACED_START = /^[\p{L}\p{Nl}\p{No}](?:[\u0300-\u036f])*(?:[ \u00a0\u2000-\u200a\u202f\u205f\u3000]|$)/u;
const SPACE_RUN = /[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+/gu;
// Pictograms of symbol fonts live in the private use area; a frame character keeps their place.
const PICTOGRAM = /[\ue000-\uf8ff]/gu;
const PICTOGRAM_STANDS_FOR = "\u25a1";

// Without any of these a text is one line as it stands.
const UNEVEN =
	/[\n\r\t\v\f\u001c-\u001f\u0085\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ue000-\uf8ff]| {2}|^ | $/u;

/** The lines in a text: broken at line breaks, tabs and wide gaps; spaces folded, ends trimmed, empty ones gone. */
export function pieces(text: string): string[] {
	if (!UNEVEN.test(text)) return text === "" ? [] : [text];
	return text
		.split(BREAK)
		.flatMap(columns)
		.map(tidy)
		.filter((line) => line !== "");
}

function columns(text: string): string[] {
	const [first = "", ...rest] = text.split(GAP); // gaps and what stands between them, by turns
	const found = [first];
	for (let index = 0; index + 1 < rest.length; index += 2) {
		const [gap = "", piece = ""] = rest.slice(index, index + 2);
		const before = found.at(-1) ?? "";
		if (isWordSpace(before, gap, piece)) found[found.length - 1] = before + gap + piece;
		else found.push(piece);
	}
	return found;
}

function isWordSpace(before: string, gap: string, after: string): boolean {
	return gap.length <= WORD_SPACE_OF_SPACED && SPACED_END.test(before) && SPACED_START.test(after);
}

export function piecesOfAll(texts: Iterable<string>): string[] {
	return [...texts].flatMap(pieces);
}

function tidy(text: string): string {
	return text
		.replace(PICTOGRAM, PICTOGRAM_STANDS_FOR)
		.replace(SPACE_RUN, " ")
		.replace(/^ +| +$/gu, "");
}

/** What Python's `str.strip` would leave nothing of. */
export function isBlank(text: string): boolean {
	return /^[\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/u.test(text);
}
