// Pages that were open before the extension was there, or before it was let into them: they are guarded from now on, and
// not only once they are loaded anew. A page that has its guard keeps it; one whose guard belongs to an extension that is
// gone stays shut, and says so.

import { browser } from "wxt/browser";
import type { Shelf } from "../shelf.ts";
import { SCRIPTS } from "./content_scripts.ts";

const GUARDED = "pages.guarded";

/** With the first start of the background since the extension was put in, updated or switched on, or the browser began.
 *  @param shelf one that is empty then */
export async function onceALife(shelf: Shelf, act: () => void): Promise<void> {
	if ((await shelf.get(GUARDED)) === true) return;
	await shelf.set(GUARDED, true);
	act();
}

/** @param patterns of the webmails that the browser lets the extension into */
export async function guardOpenPages(patterns: readonly string[]): Promise<void> {
	if (patterns.length === 0) return;
	const tabs = await browser.tabs.query({ url: [...patterns] });
	await Promise.all(tabs.map(({ id }) => guard(id).catch(() => undefined))); // gone meanwhile, or asleep: loaded anew
}

/** Layer 1 first: it takes the line that layer 2 lays. */
async function guard(tabId: number | undefined): Promise<void> {
	if (tabId === undefined) return;
	for (const { js, world } of SCRIPTS) {
		await browser.scripting.executeScript({
			target: { tabId, allFrames: true },
			files: [...js],
			world,
			injectImmediately: true,
		});
	}
}
