// Layer 1: capture listeners at the window, from the page's first moment on, so that they hear before anything of the
// page's. Files are taken out of events, ways out are held; what becomes of them is decided elsewhere. Frames of the
// same origin have no guard of their own: theirs are these same doors (an editor's frame belongs to the letter around it).

import { type TakenFiles, takeFiles } from "./taken_files.ts";

/** Who decides at the doors. Every page pays for the doors with its load: who stands there at first knows little of
 *  letters, and whoever knows more comes with the first thing there is to decide. */
export interface Doorkeeper {
	/** Another guard stands on this page: everything passes. */
	readonly standsBack: boolean;
	/** Whether it happens in what the extension itself put onto the page. */
	isOurs(event: Event): boolean;
	/** Files were taken from what was about to have them there. */
	brought(taken: TakenFiles, place: EventTarget | null): void;
	/** A person writes or chooses there, and brings no file. */
	touched(place: EventTarget | null): void;
	/** True lets the event be. */
	mayPass(event: Event): boolean;
}

const BRINGING = ["input", "change", "drop", "paste"] as const;
const LEAVING = ["click", "keydown", "submit"] as const;
const KEYS = ["keydown", "keypress", "keyup"] as const;

export class Doors {
	/** Who stands here now. */
	keeper: Doorkeeper;

	constructor(keeper: Doorkeeper) {
		this.keeper = keeper;
	}

	/** Stand at the doors of a window; once more does no harm. A document that is opened anew (document.open) loses every
	 *  listener: call it again then. */
	guard(page: EventTarget): void {
		for (const type of BRINGING) page.addEventListener(type, this.#bring, true);
		for (const type of LEAVING) page.addEventListener(type, this.#leave, true);
		for (const type of KEYS) page.addEventListener(type, this.#keep, true);
	}

	readonly #bring = (event: Event): void => {
		if (this.keeper.standsBack || this.keeper.isOurs(event)) return;
		const place = event.composedPath()[0] ?? null;
		const taken = takeFiles(event);
		if (taken !== null) this.keeper.brought(taken, place);
		else if (event.isTrusted) this.keeper.touched(place);
	};

	readonly #leave = (event: Event): void => {
		if (this.keeper.standsBack || this.keeper.isOurs(event) || this.#mayPass(event)) return;
		event.stopImmediatePropagation();
		event.preventDefault();
	};

	/** A webmail's own keys (c: compose, Delete: delete the letters chosen) are not meant by what is typed in the panel, and
	 *  a webmail may listen at the window. The browser does with the key what it always does. */
	readonly #keep = (event: Event): void => {
		if (this.keeper.isOurs(event)) event.stopImmediatePropagation();
	};

	#mayPass(event: Event): boolean {
		try {
			return this.keeper.mayPass(event);
		} catch {
			return false;
		}
	}
}
