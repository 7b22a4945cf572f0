// What stands alone on the lines of a page, found by its letters: on one line, or spread over several. A stamp may be
// typed on two lines ("TỐI", "MẬT"), in two cells, or one letter below the other: lines that hold nothing else are read
// together. Twin of backend/classification/line_keys.py.

import { isSurrounding, standingAlone } from "./text.ts";

const BETWEEN_WORDS = /[-‐‑‒–—_.·*]+/gu; // TỐI-MẬT

const LONGER = "\n";
const LONGEST_ALONE = 79; // UTF-16 units of a key of 40 letters, none of which takes two, spaced out letter by letter

/** A line longer than a spaced-out key holds nothing alone. */
export class LineKeys {
	readonly #numbers = new Map<string, number[]>();
	readonly #text: string;
	/** Where each line begins in it, and where the last one ends. */
	readonly #starts: readonly number[];

	constructor(lines: readonly string[]) {
		const pieces = lines.map((line, index) => this.#read(line, index + 1));
		const starts = [0];
		for (const [index, piece] of pieces.entries()) starts.push((starts[index] ?? 0) + piece.length);
		this.#starts = starts;
		this.#text = pieces.join("");
	}

	/** Numbers of the lines where it stands or begins; `key` is without spaces. */
	numbersOf(key: string): readonly number[] {
		return [...(this.#numbers.get(key) ?? []), ...this.#spread(key)];
	}

	/** Note what stands alone there; the line without its spaces, or what no key holds in place of a longer one. */
	#read(line: string, number: number): string {
		const isBare = !isSurrounding(line.charAt(0)) && !isSurrounding(line.charAt(line.length - 1));
		if (line.length > LONGEST_ALONE && isBare) return LONGER;
		const alone = standingAlone(line);
		if (alone.length > LONGEST_ALONE) return LONGER;
		this.#note(alone, number);
		return line.replaceAll(" ", "");
	}

	#note(alone: string, number: number): void {
		const key = alone.replaceAll(" ", "");
		const plain = key.replace(BETWEEN_WORDS, "");
		for (const one of plain === key ? [key] : [key, plain]) {
			const numbers = this.#numbers.get(one);
			if (numbers === undefined) this.#numbers.set(one, [number]);
			else numbers.push(number);
		}
	}

	/** It begins on a line that holds nothing but its beginning. */
	*#spread(key: string): Generator<number> {
		for (let length = 1; length < key.length; length++) {
			const beginning = key.slice(0, length);
			for (const number of this.#numbers.get(beginning) ?? []) {
				const start = this.#text.indexOf(beginning, this.#starts[number - 1]);
				const isThere = start >= 0 && start < (this.#starts[number] ?? 0) && this.#text.startsWith(key, start);
				if (isThere && this.#standsAlone(start, start + key.length)) yield number;
			}
		}
	}

	#standsAlone(start: number, end: number): boolean {
		const [first, last] = [this.#lineAt(start), this.#lineAt(end - 1)];
		const around = this.#text.slice(this.#starts[first], start) + this.#text.slice(end, this.#starts[last + 1]);
		return first < last && [...around].every(isSurrounding);
	}

	#lineAt(offset: number): number {
		let [low, high] = [0, this.#starts.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#starts[middle] ?? 0) <= offset) low = middle + 1;
			else high = middle;
		}
		return low - 1;
	}
}
