// A shelf for what an earlier version kept on another one: it is moved over, and gone from there, before anything is
// read or written. Where both have it, the new place is right: the move was stopped in between, and the token turned.

import type { Shelf } from "../shelf.ts";

export class MovedShelf implements Shelf {
	readonly #now: Shelf;
	readonly #before: Shelf;
	readonly #name: string;
	#moved: Promise<void> | null = null;

	constructor(now: Shelf, before: Shelf, name: string) {
		this.#now = now;
		this.#before = before;
		this.#name = name;
	}

	/** Once; again where it failed. */
	moved(): Promise<void> {
		this.#moved ??= this.#move().catch((error) => {
			this.#moved = null;
			throw error;
		});
		return this.#moved;
	}

	async get(name: string): Promise<unknown> {
		await this.moved();
		return await this.#now.get(name);
	}

	async set(name: string, value: unknown): Promise<void> {
		await this.moved();
		await this.#now.set(name, value);
	}

	async remove(name: string): Promise<void> {
		await this.moved();
		await this.#now.remove(name);
	}

	async #move(): Promise<void> {
		const old = await this.#before.get(this.#name);
		if (old === undefined) return;
		if ((await this.#now.get(this.#name)) === undefined) await this.#now.set(this.#name, old);
		await this.#before.remove(this.#name);
	}
}
