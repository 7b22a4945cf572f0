// Who may open a scanner: a content script leaves a key here, and the scanner's page, which was handed the key by the
// page around it, asks whether it is one of these. A webmail's own scripts can open that page too, but leave no key.

import type { Shelf } from "../shelf.ts";

const NAME = "scanner_keys";
const KEPT_AT_MOST = 100; // the oldest go first: a scanner opens at once or never

export class ScannerKeys {
	readonly #shelf: Shelf;
	#turn: Promise<unknown> = Promise.resolve();

	/** @param shelf one that no content script reads */
	constructor(shelf: Shelf) {
		this.#shelf = shelf;
	}

	/** @param tab in which it is to be used */
	leave(key: string, tab: number): Promise<void> {
		return this.#inTurn((keys) => [[...keys, nameOf(key, tab)].slice(-KEPT_AT_MOST), undefined]);
	}

	/** Each key opens one scanner. */
	opens(key: string, tab: number): Promise<boolean> {
		return this.#inTurn((keys) => [keys.filter((one) => one !== nameOf(key, tab)), keys.includes(nameOf(key, tab))]);
	}

	#inTurn<Answer>(change: (keys: readonly string[]) => [string[], Answer]): Promise<Answer> {
		const done = this.#turn.then(async () => {
			const [keys, answer] = change(((await this.#shelf.get(NAME)) as string[] | undefined) ?? []);
			await this.#shelf.set(NAME, keys);
			return answer;
		});
		this.#turn = done.catch(() => undefined);
		return done;
	}
}

function nameOf(key: string, tab: number): string {
	return `${tab} ${key}`;
}
