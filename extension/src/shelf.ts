// One place of the browser's that keeps things for the extension: storage.local outlives the browser, storage.session
// does not and is never written to disk. No page can read either.

import { type Browser, browser } from "wxt/browser";

export interface Shelf {
	/** Undefined: nothing is kept under this name. */
	get(name: string): Promise<unknown>;
	set(name: string, value: unknown): Promise<void>;
	remove(name: string): Promise<void>;
}

export function lasting(): Shelf {
	return shelfOf(browser.storage.local);
}

export function passing(): Shelf {
	return shelfOf(browser.storage.session);
}

function shelfOf(area: Browser.storage.StorageArea): Shelf {
	return {
		get: async (name) => (await area.get(name))[name],
		set: (name, value) => area.set({ [name]: value }),
		remove: (name) => area.remove(name),
	};
}
