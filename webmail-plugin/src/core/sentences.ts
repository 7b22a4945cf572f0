// The sentences of a text whose lines a mail program broke where it liked.

const DASHES = /[\u2010-\u2014\u2212]/gu;
const ENDS = /[.;:!?]["”’)]*$/u;
const BETWEEN = /(?<=[.;!?]["”’)]*) +(?=[\p{Lu}\p{N}("“‘*+-])/u;

const SHORT = 50; // characters: no mail program breaks a line there

/** A capital behind a line that was not full begins anew: a letterhead, a salutation. */
function isOwn(line: string, last: string): boolean {
	return last.length < SHORT && /^\p{Lu}/u.test(line);
}

/** Sentences in reading order: NFC, single spaces, dashes folded. A line that ends like a sentence ends one. */
export function sentencesOf(lines: readonly string[]): string[] {
	const paragraphs: string[] = [];
	let open = false;
	let last = "";
	for (const raw of lines) {
		const line = raw.normalize("NFC").replace(DASHES, "-").replace(/\s+/gu, " ").trim();
		if (line !== "") {
			if (open && !isOwn(line, last)) paragraphs.push(`${paragraphs.pop()} ${line}`);
			else paragraphs.push(line);
		}
		open = line !== "" && !ENDS.test(line);
		last = line;
	}
	return paragraphs.flatMap((paragraph) => paragraph.split(BETWEEN));
}
