// Named texts in the shape the guard keeps things in, wherever they are kept.

export class Items implements Storage {
	readonly #items: Map<string, string>;

	constructor(items: Readonly<Record<string, string>> = {}) {
		this.#items = new Map(Object.entries(items));
	}

	get length(): number {
		return this.#items.size;
	}

	get all(): Readonly<Record<string, string>> {
		return Object.fromEntries(this.#items);
	}

	clear(): void {
		for (const name of [...this.#items.keys()]) this.removeItem(name);
	}

	getItem(name: string): string | null {
		return this.#items.get(name) ?? null;
	}

	key(index: number): string | null {
		return [...this.#items.keys()][index] ?? null;
	}

	removeItem(name: string): void {
		this.#items.delete(name);
	}

	setItem(name: string, value: string): void {
		this.#items.set(name, value);
	}
}
