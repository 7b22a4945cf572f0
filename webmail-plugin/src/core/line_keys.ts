// What stands alone on the lines of a page, found by its letters: on one line, or spread over several. A stamp may be
// typed on two lines ("TỐI", "MẬT"), in two cells, or one letter below the other: lines that hold nothing else are read
// together. Twin of backend/classification/line_keys.py.

import { isSurrounding, standingAlone } from "./text.ts";

const BETWEEN_WORDS = /[-‐‑‒–—_.·*]+/gu; // TỐI-MẬT

const LONGEST_ALONE = 159; // UTF-16 units of a key of 40 characters, spaced out letter by letter

/** A line longer than a spaced-out key holds nothing alone. */
export class LineKeys {
	readonly #numbers = new Map<string, number[]>();
	readonly #text: string;
	/** Where each line begins in it, and where the last one ends. */
	readonly #starts: readonly number[];

	constructor(lines: readonly string[]) {
		for (const [index, line] of lines.entries()) {
			const mayStandAlone =
				line.length <= LONGEST_ALONE || isSurrounding(line.charAt(0)) || isSurrounding(line.charAt(line.length - 1));
			if (mayStandAlone) this.#note(standingAlone(line), index + 1);
		}
		const pieces = lines.map((line) => line.replaceAll(" ", ""));
		const starts = [0];
		for (const [index, piece] of pieces.entries()) starts.push((starts[index] ?? 0) + piece.length);
		this.#starts = starts;
		this.#text = pieces.join("");
	}

	/** Numbers of the lines where it stands or begins; `key` is without spaces. */
	numbersOf(key: string): readonly number[] {
		return [...(this.#numbers.get(key) ?? []), ...this.#spread(key)];
	}

	#note(alone: string, number: number): void {
		if (alone.length > LONGEST_ALONE) return;
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
