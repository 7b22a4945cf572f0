// Layer 1: capture listeners at the window, from the page's first moment on, so that they hear before anything of the
// page's. Files are taken out of events, ways out are held; what becomes of them is decided elsewhere. Frames of the
// same origin have no guard of their own: theirs are these same doors (an editor's frame belongs to the letter around it).

import type { Composer, PageAdapter, WayOut } from "./adapter.ts";
import { type TakenFiles, takeFiles } from "./taken_files.ts";

/** Who decides at the doors. */
export interface Doorkeeper {
	/** Another guard stands on this page: everything passes. */
	readonly standsBack: boolean;
	/** Null: the files go to no letter that is known. */
	brought(taken: TakenFiles, composer: Composer | null): void;
	/** A person writes. */
	writing(composer: Composer): void;
	/** True lets it be; `again` goes the same way once more. */
	leaves(way: WayOut, again: () => void): boolean;
}

const BRINGING = ["input", "change", "drop", "paste"] as const;
const LEAVING = ["click", "keydown", "submit"] as const;
const KEYS = ["keydown", "keypress", "keyup"] as const;

export class Doors {
	readonly #adapter: () => PageAdapter;
	readonly #keeper: Doorkeeper;
	readonly #isOurs: (event: Event) => boolean;

	/** @param isOurs whether an event happens in what the extension itself put onto the page */
	constructor(adapter: () => PageAdapter, keeper: Doorkeeper, isOurs: (event: Event) => boolean) {
		this.#adapter = adapter;
		this.#keeper = keeper;
		this.#isOurs = isOurs;
	}

	/** Stand at the doors of a window; once more does no harm. A document that is opened anew (document.open) loses every
	 *  listener: call it again then. */
	guard(page: EventTarget): void {
		for (const type of BRINGING) page.addEventListener(type, this.#bring, true);
		for (const type of LEAVING) page.addEventListener(type, this.#leave, true);
		for (const type of KEYS) page.addEventListener(type, this.#keep, true);
	}

	readonly #bring = (event: Event): void => {
		if (this.#keeper.standsBack || this.#isOurs(event)) return;
		const taken = takeFiles(event);
		const composer = this.#asked((adapter) => adapter.composerAt(event.composedPath()[0] ?? null));
		if (taken !== null) this.#keeper.brought(taken, composer);
		else if (composer !== null && event.isTrusted) this.#keeper.writing(composer);
	};

	readonly #leave = (event: Event): void => {
		if (this.#keeper.standsBack || this.#isOurs(event)) return;
		const way = this.#asked((adapter) => adapter.wayOut(event));
		if (way === null || this.#mayGo(way, event)) return;
		event.stopImmediatePropagation();
		event.preventDefault();
	};

	/** A webmail's own keys (c: compose, Delete: delete the letters chosen) are not meant by what is typed in the panel, and
	 *  a webmail may listen at the window. The browser does with the key what it always does. */
	readonly #keep = (event: Event): void => {
		if (this.#isOurs(event)) event.stopImmediatePropagation();
	};

	/** What is done again comes through these doors again: there it is found to be what was let go. */
	#mayGo(way: WayOut, event: Event): boolean {
		try {
			return this.#keeper.leaves(way, () => this.#adapter().repeat(event));
		} catch {
			return false;
		}
	}

	/** An adapter that stumbles over a page knows nothing of it; its expectations say what is missing. */
	#asked<Answer>(ask: (adapter: PageAdapter) => Answer | null): Answer | null {
		try {
			return ask(this.#adapter());
		} catch {
			return null;
		}
	}
}
