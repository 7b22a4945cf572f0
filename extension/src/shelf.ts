// One place of the browser's that keeps things for the extension: storage.local outlives the browser, storage.session
// does not and is never written to disk. No page of the web can read either, nor, where the browser knows how to forbid
// it, the extension's own scripts in such a page (`closeToPages`): one that a page had got hold of would read what is kept.
// What must be read by nobody there, in any browser, lies on another shelf (sign_in/database_shelf.ts).

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

/** Chromium keeps scripts in pages out of both; Firefox (153) out of storage.session alone, and by itself. Asked for
 *  with every start of the background: nothing tells how long it lasts. */
export async function closeToPages(): Promise<void> {
	const areas: Closable[] = [browser.storage.local, browser.storage.session];
	await Promise.all(areas.map((area) => area.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" })));
}

type Closable = Partial<Pick<Browser.storage.StorageArea, "setAccessLevel">>;

function shelfOf(area: Browser.storage.StorageArea): Shelf {
	return {
		get: async (name) => (await area.get(name))[name],
		set: (name, value) => area.set({ [name]: value }),
		remove: (name) => area.remove(name),
	};
}
