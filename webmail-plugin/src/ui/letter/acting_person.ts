// Who acts: clerks share log-ins, so a name is chosen once and kept until the browser is closed.

import type { Person } from "./letter_desk.ts";

export class ActingPerson {
	readonly #storage: Storage;
	readonly #name: string;

	/** @param storage the session's */
	constructor(storage: Storage, login: string) {
		this.#storage = storage;
		this.#name = `congvu.person.${login}`;
	}

	/** The one who was chosen; where there is no choice, the only one; else null. */
	among(people: readonly Person[]): Person | null {
		if (people.length === 1) return people[0] ?? null;
		const id = this.#read();
		return people.find((person) => person.id === id) ?? null;
	}

	choose(id: string): void {
		try {
			this.#storage.setItem(this.#name, id);
		} catch {
			// a browser that keeps nothing asks again
		}
	}

	#read(): string | null {
		try {
			return this.#storage.getItem(this.#name);
		} catch {
			return null;
		}
	}
}
