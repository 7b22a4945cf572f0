// What a content script leaves in its own world of a page, where no script of the page's sees it: that it is there, so
// that it is not put there twice, and who stands guard, for the popup to look up.

import type { Standing } from "../messages.ts";

/** `standing` is null until somebody has touched the page, or it was recognised. */
export interface GuardingHere {
	standing: Standing | null;
}

interface World {
	congvuGuarding?: GuardingHere;
}

/** @returns false where it was there already */
export function beginsHere(): boolean {
	const world = globalThis as World;
	if (world.congvuGuarding !== undefined) return false;
	world.congvuGuarding = { standing: null };
	return true;
}

export function standsHere(standing: Standing): void {
	(globalThis as World).congvuGuarding = { standing };
}

/** Run in the page's tab, apart from everything else here. Null: nothing of the extension runs there. */
export function readHere(): GuardingHere | null {
	return (globalThis as World).congvuGuarding ?? null;
}
