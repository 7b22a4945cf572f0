// The text of one part as matchers look at it: normalised lines, and the page as one string. Twin of
// backend/classification/page_text.py.

import { LineKeys } from "./line_keys.ts";
import type { Needs, Prefilter } from "./prefilter.ts";
import { accentedLines, isWordCharacter, standingAlone } from "./text.ts";
import type { Page } from "./verdict.ts";

/** Where on a part something stands; both count from 1. */
export interface Place {
	readonly page: number;
	readonly line: number;
}

/** An occurrence in a page's flowing text: [start, end) and the line it begins on. */
export interface Span {
	readonly start: number;
	readonly end: number;
	readonly line: number;
}

/** Lines that are not empty, joined by one space, with the way back from an offset to its line. */
export class Flow {
	readonly text: string;
	readonly #starts: number[] = [];
	readonly #numbers: number[] = [];

	constructor(lines: readonly string[]) {
		let offset = 0;
		for (const [index, line] of lines.entries()) {
			if (line === "") continue;
			this.#starts.push(offset);
			this.#numbers.push(index + 1);
			offset += line.length + 1;
		}
		this.text = lines.filter((line) => line !== "").join(" ");
	}

	lineAt(offset: number): number {
		let [low, high] = [0, this.#starts.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#starts[middle] ?? 0) <= offset) low = middle + 1;
			else high = middle;
		}
		return this.#numbers[low - 1] ?? 1;
	}

	/** Where the phrase stands at word borders: its neighbours are no letters, digits or marks. */
	occurrences(phrase: string): Span[] {
		const found: Span[] = [];
		for (let start = this.text.indexOf(phrase); start >= 0; start = this.text.indexOf(phrase, start + 1)) {
			const end = start + phrase.length;
			if (!touchesWord(this.text, start, end)) found.push({ start, end, line: this.lineAt(start) });
		}
		return found;
	}
}

function touchesWord(text: string, start: number, end: number): boolean {
	return isWordCharacter(characterBefore(text, start)) || isWordCharacter(characterAt(text, end));
}

/** The whole character at an offset, "" at the end. */
export function characterAt(text: string, offset: number): string {
	const code = text.codePointAt(offset);
	return code === undefined ? "" : String.fromCodePoint(code);
}

function characterBefore(text: string, offset: number): string {
	const unit = text.charCodeAt(offset - 1);
	const isSecondHalf = unit >= 0xdc00 && unit <= 0xdfff;
	return offset === 0 ? "" : characterAt(text, isSecondHalf ? offset - 2 : offset - 1);
}

/** One page, its views made once and only when a matcher asks for them. */
export class PageText {
	readonly number: number;
	readonly lines: readonly string[];
	readonly #exact: Views;
	#lower: Views | null = null;
	#present: ReadonlySet<string> | null = null;

	constructor(page: Page) {
		this.number = page.number;
		this.lines = accentedLines(page.lines);
		this.#exact = new Views(this.lines);
	}

	/** Note, and return, which literals of a rule set may stand here. */
	lookFor(prefilter: Prefilter): ReadonlySet<string> {
		this.#present = prefilter.present(this.lines);
		return this.#present;
	}

	/** While nobody has looked, any may. */
	mayHold(needs: Needs): boolean {
		const present = this.#present;
		if (needs === null || present === null) return true;
		for (const literal of needs) if (present.has(literal)) return true;
		return false;
	}

	/** The views in the case asked for. */
	in(anyCase: boolean): Views {
		if (!anyCase) return this.#exact;
		this.#lower ??= new Views(this.lines.map((line) => line.toLowerCase()));
		return this.#lower;
	}
}

/** What matchers look at. */
class Views {
	readonly lines: readonly string[];
	#flow: Flow | null = null;
	#alone: readonly string[] | null = null;
	#keys: LineKeys | null = null;

	constructor(lines: readonly string[]) {
		this.lines = lines;
	}

	get flow(): Flow {
		this.#flow ??= new Flow(this.lines);
		return this.#flow;
	}

	/** Each line without what surrounds it. */
	get alone(): readonly string[] {
		this.#alone ??= this.lines.map(standingAlone);
		return this.#alone;
	}

	get keys(): LineKeys {
		this.#keys ??= new LineKeys(this.lines);
		return this.#keys;
	}
}
