// A line of a paper in two views of equal length: as shown, and without tone marks for recognising it. Twin of
// backend/documents/form_text.py.

import { accented, INVISIBLE, standingAlone, toneStripped, WHITE_SPACE } from "../text.ts";

// Letters and signs that keyboards and text layers put for others: Icelandic and African D with stroke; dashes
const OTHER_D = /[\u00d0\u0189]/gu;
const DASHES = /[\u2010-\u2014\u2212]/gu;
const AROUND = /^[ *_#|;:,.-]+|[ *_#|;:,.-]+$/gu;

const NOTHING_SEEN = `${INVISIBLE.source}|${WHITE_SPACE.source}`;
const BEFORE_FIRST = new RegExp(`^(?:${NOTHING_SEEN})*`, "u");
const BEFORE_FIRST_AND_MARKUP = new RegExp(`^(?:${NOTHING_SEEN}|[*_>])*`, "u");
// Emphasis around a whole line and quotes of texts written as Markdown; a lone "*" is a bullet
const QUOTED = /^(?:> ?)+/u;
const EMPHASISED = /^(\*{1,3}|_{1,3})([^ ].*?)\1[ \\]*$/u;

/** `text` is NFC, single-spaced, dashes folded; `plain` is lower case without tone marks, of the same length. Both are
 *  made when asked for: of most lines of a long paper only `initial` is. */
export class Line {
	/** The letter `plain` begins with; "" where there is nothing to see. */
	readonly initial: string;
	readonly #raw: string;
	#text: string | null = null;
	#plain: string | null = null;

	constructor(raw: string) {
		this.#raw = raw;
		this.initial = toneStripped(firstBehind(BEFORE_FIRST_AND_MARKUP, raw) || firstBehind(BEFORE_FIRST, raw));
	}

	get text(): string {
		if (this.#text === null) {
			const raw = this.#raw.replaceAll("&nbsp;", " ");
			const visible = raw.replace(INVISIBLE, "").normalize("NFC").replace(OTHER_D, "Đ").replace(DASHES, "-");
			const text = visible
				.replace(WHITE_SPACE, " ")
				.replace(/^ +| +$/gu, "")
				.replace(QUOTED, "");
			this.#text = EMPHASISED.exec(text)?.[2] ?? text;
		}
		return this.#text;
	}

	get plain(): string {
		this.#plain ??= toneStripped(this.text);
		return this.#plain;
	}

	get inCapitals(): boolean {
		return /\p{L}/u.test(this.text) && this.text === this.text.toUpperCase();
	}

	/** The line as title lines are compared: one tone placement, without what surrounds it. */
	get title(): string {
		return standingAlone(accented(this.text));
	}
}

function firstBehind(before: RegExp, raw: string): string {
	const code = raw.codePointAt(before.exec(raw)?.[0].length ?? 0);
	return code === undefined ? "" : String.fromCodePoint(code);
}

/** Without the signs that end an entry or frame a line. */
export function trimmed(text: string): string {
	return text.replace(AROUND, "");
}

/** Whether a line goes on with what the line before began: a small letter or a bracket. */
export function beginsSmall(text: string): boolean {
	return /^[(\p{Lowercase}]/u.test(text);
}

export function sentence(pieces: readonly string[]): string {
	return pieces.join(" ").replace(/ +/gu, " ").replace(/^ | $/gu, "");
}

/** Where a pattern that begins with `^` matches, and what stands behind it. */
export function behind(pattern: RegExp, plain: string, text: string): string | null {
	const found = pattern.exec(plain);
	return found === null ? null : text.slice(found[0].length);
}
