// What is sent one after another arrives in that order, though one of them waits for its answer.

import type { Cargo, Papers } from "./papers.ts";

export class Turns {
	readonly #papers: Papers;
	readonly #last = new WeakMap<object, Promise<void>>();

	constructor(papers: Papers) {
		this.#papers = papers;
	}

	/** @param refused instead of `send`, when it must not leave */
	send(sender: object, cargo: Cargo, send: () => unknown, refused: () => unknown): void {
		const before = this.#last.get(sender);
		if (before === undefined && this.#papers.isFree(cargo)) {
			send();
			return;
		}
		const turn = (before ?? Promise.resolve())
			.then(() => this.#papers.allows(cargo))
			.then((allowed) => (allowed ? send() : refused()))
			.catch(() => undefined) // closed meanwhile
			.then(() => {
				if (this.#last.get(sender) === turn) this.#last.delete(sender);
			});
		this.#last.set(sender, turn);
	}
}
