// The letters being written on a page, as they come and go.

import type { Composer } from "./adapter.ts";

export interface Letter {
	/** The webmail has drawn its page anew: see that the panel still stands. */
	stay(): void;
}

export class Letters<Kept extends Letter> {
	readonly #open: (composer: Composer, signal: AbortSignal) => Kept;
	readonly #letters = new Map<Composer, { readonly letter: Kept; readonly end: AbortController }>();

	/** @param open is given a signal that ends with the letter */
	constructor(open: (composer: Composer, signal: AbortSignal) => Kept) {
		this.#open = open;
	}

	of(composer: Composer): Kept {
		const known = this.#letters.get(composer);
		if (known !== undefined) return known.letter;
		const end = new AbortController();
		const letter = this.#open(composer, end.signal);
		this.#letters.set(composer, { letter, end });
		return letter;
	}

	get all(): readonly Kept[] {
		return [...this.#letters.values()].map(({ letter }) => letter);
	}

	/** What the page shows now: letters whose root is gone have ended. */
	look(): void {
		for (const [composer, { letter, end }] of this.#letters) {
			if (composer.root.isConnected) {
				letter.stay();
				continue;
			}
			this.#letters.delete(composer);
			end.abort();
		}
	}
}
