// Which of the texts a request carries hold words, and how a reader would see them. What holds none (identifiers,
// numbers, tokens) is nothing to ask about: most of what a page sends passes here at once.

import { htmlLines } from "../../../webmail-plugin/src/hosts/roundcube/html_lines.ts";

const SHORTEST = 3; // letters: no mark is shorter
const WORDS = /[^\0-\x7f]|\p{L}\s+\p{L}/u;
/** The same, as bodies write it: percent signs and pluses of forms, escapes of JSON, entities of HTML. */
const MAY_HOLD_WORDS = /[^\0-\x7f]|\p{L}\s+\p{L}|%[89A-F]|\p{L}(?:\+|%20|%0[AD])+\p{L}|\\[un]|&#?\w+;|<br|<\/?p/iu;
const FORM = /^[^\s&=<{[]+=\S*$/u;
const NEW_LINE = /\r?\n|\r/u;
const HTML = /<[a-z!/]|&#?\w+;/iu;

function mayHoldWords(text: string): boolean {
	return text.length >= SHORTEST && MAY_HOLD_WORDS.test(text);
}

/** The lines of every value in it that holds words. */
export function linesOf(text: string): string[] {
	if (!mayHoldWords(text)) return [];
	return valuesOf(text).flatMap((value) => {
		const lines = HTML.test(value) ? linesOfMarkup(value) : value.split(NEW_LINE);
		return WORDS.test(lines.join("\n")) ? lines : [];
	});
}

function valuesOf(text: string): string[] {
	if (/^\s*[{["]/u.test(text)) {
		try {
			return strings(JSON.parse(text), []);
		} catch {
			return [text]; // not JSON after all
		}
	}
	return FORM.test(text) ? [...new URLSearchParams(text).values()].flatMap(valuesOf) : [text];
}

function strings(value: unknown, found: string[]): string[] {
	if (typeof value === "string") found.push(value);
	else if (typeof value === "object" && value !== null) for (const one of Object.values(value)) strings(one, found);
	return found;
}

/** What looks like HTML may be a plain letter that names somebody as <a@b.vn>, or XML that carries one (GoogieSpell):
 *  its own lines count too. */
function linesOfMarkup(text: string): string[] {
	const written = text.split(NEW_LINE);
	return [...linesOfHtml(text), ...(written.length > 1 ? written.map((line) => line.replace(/<[^>]*>/gu, "")) : [])];
}

/** A page's policy (Trusted Types) may forbid to parse: then every tag ends a line. */
function linesOfHtml(html: string): string[] {
	try {
		return htmlLines(html);
	} catch {
		return html.split(/<[^>]*>|\n/u).map((line) => line.trim());
	}
}
