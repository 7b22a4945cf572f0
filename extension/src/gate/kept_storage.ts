// What the guard keeps in the browser (reports that wait, confirmations that stand), in the extension's own storage and
// not in the webmail's: its pages need not know of it.

import { browser } from "wxt/browser";

const PREFIX = "gate.";

export class KeptStorage implements Storage {
	readonly #items: Map<string, string>;

	private constructor(items: Map<string, string>) {
		this.#items = items;
		browser.storage.onChanged.addListener((changes, area) => {
			if (area !== "local") return;
			for (const [name, { newValue }] of Object.entries(changes)) {
				if (name.startsWith(PREFIX)) this.#hear(name.slice(PREFIX.length), newValue);
			}
		});
	}

	static async open(): Promise<KeptStorage> {
		const all = Object.entries(await browser.storage.local.get(null));
		const kept = all.filter(([name, value]) => name.startsWith(PREFIX) && typeof value === "string");
		return new KeptStorage(new Map(kept.map(([name, value]) => [name.slice(PREFIX.length), String(value)])));
	}

	get length(): number {
		return this.#items.size;
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
		void browser.storage.local.remove(PREFIX + name).catch(() => undefined); // kept on this page only
	}

	setItem(name: string, value: string): void {
		this.#items.set(name, value);
		void browser.storage.local.set({ [PREFIX + name]: value }).catch(() => undefined);
	}

	/** Another page kept or forgot something. */
	#hear(name: string, value: unknown): void {
		if (typeof value === "string") this.#items.set(name, value);
		else this.#items.delete(name);
	}
}
