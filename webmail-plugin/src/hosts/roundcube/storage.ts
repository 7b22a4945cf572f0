// The browser's storage, or a page-long stand-in where policy forbids it: even naming localStorage throws there.

export function storageOf(page: Window): Storage {
	try {
		page.localStorage.getItem("congvu");
		return page.localStorage;
	} catch {
		return new PageStorage();
	}
}

/** Kept until the browser's window is closed. */
export function sessionStorageOf(page: Window): Storage {
	try {
		page.sessionStorage.getItem("congvu");
		return page.sessionStorage;
	} catch {
		return new PageStorage();
	}
}

class PageStorage implements Storage {
	readonly #items = new Map<string, string>();

	get length(): number {
		return this.#items.size;
	}

	clear(): void {
		this.#items.clear();
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
