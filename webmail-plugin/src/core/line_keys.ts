// What stands alone on the lines of a page, found by its letters: on one line, or spread over several. A stamp may be
// typed on two lines ("TỐI", "MẬT"), in two cells, or one letter below the other: lines that hold nothing else are read
// together. Twin of backend/classification/line_keys.py.

import { SURROUNDING } from "./text.ts";

const BETWEEN_WORDS = /[-‐‑‒–—_.·*]+/gu; // TỐI-MẬT

export class LineKeys {
	readonly #numbers = new Map<string, number[]>();
	readonly #text: string;
	/** Where each line begins in it, and where the last one ends. */
	readonly #starts: readonly number[];

	/** `alone` are the lines without what surrounds them. */
	constructor(lines: readonly string[], alone: readonly string[]) {
		for (const [index, line] of alone.entries()) {
			const key = line.replaceAll(" ", "");
			const plain = key.replace(BETWEEN_WORDS, "");
			this.#note(key, index + 1);
			if (plain !== key) this.#note(plain, index + 1);
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

	#note(key: string, number: number): void {
		const numbers = this.#numbers.get(key);
		if (numbers === undefined) this.#numbers.set(key, [number]);
		else numbers.push(number);
	}

	*#spread(key: string): Generator<number> {
		if (key === "") return;
		for (let start = this.#text.indexOf(key); start >= 0; start = this.#text.indexOf(key, start + 1)) {
			const end = start + key.length;
			const [first, last] = [this.#lineAt(start), this.#lineAt(end - 1)];
			if (first === last) continue;
			const before = this.#text.slice(this.#starts[first], start);
			const after = this.#text.slice(end, this.#starts[last + 1]);
			if (isSurrounding(before) && isSurrounding(after)) yield first + 1;
		}
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

function isSurrounding(text: string): boolean {
	for (const character of text) if (!SURROUNDING.has(character)) return false;
	return true;
}
