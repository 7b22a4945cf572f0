// Whose letters this log-in sees, asked once for the page; after a failure, again.

import type { Asks } from "../../api/backend.ts";
import { type Desk, deskOf } from "../letter/letter_desk.ts";

export class OwnDesk {
	readonly #backend: Asks;
	#asked: Promise<Desk> | null = null;

	constructor(backend: Asks) {
		this.#backend = backend;
	}

	/** @throws BackendProblem */
	get(): Promise<Desk> {
		this.#asked ??= deskOf(this.#backend).catch((error: unknown) => {
			this.#asked = null;
			throw error;
		});
		return this.#asked;
	}
}
