// The sentences of a text whose lines a mail program broke where it liked.

const DASHES = /[\u2010-\u2014\u2212]/gu;
const ENDS = /[.;:!?]["”’)]*$/u;
const BETWEEN = /(?<=[.;!?]["”’)]*) +(?=[\p{Lu}\p{N}("“‘*+-])/u;

/** Sentences in reading order: NFC, single spaces, dashes folded. A line that ends like a sentence ends one. */
export function sentencesOf(lines: readonly string[]): string[] {
	const paragraphs: string[] = [];
	let open = false;
	for (const raw of lines) {
		const line = raw.normalize("NFC").replace(DASHES, "-").replace(/\s+/gu, " ").trim();
		if (line === "") open = false;
		else if (open) paragraphs.push(`${paragraphs.pop()} ${line}`);
		else paragraphs.push(line);
		if (line !== "") open = !ENDS.test(line);
	}
	return paragraphs.flatMap((paragraph) => paragraph.split(BETWEEN));
}
