// A way out that wants its answer at once, and a guard that takes its time: so stop, ask, and go the same way again for
// exactly the message that was asked about.

import type { Guard } from "./host.ts";

const TIME_LIMIT_MILLISECONDS = 10 * 60_000; // an official may be reading the dialog
const APPROVAL_MILLISECONDS = 60_000; // a webmail may ask about a missing subject in between

export class Approval {
	/** Changes whenever anything that would be sent changes. */
	readonly #written: () => string;
	#approved: { readonly written: string; readonly until: number } | null = null;
	#asking = false;

	constructor(written: () => string) {
		this.#written = written;
	}

	/** True: what stands there now was let go. Else the guard is asked, unless it is being asked already, and `again`
	 *  is called when it lets the message go. */
	mayGo(guard: Guard<void>, again: () => void): boolean {
		const written = this.#written();
		if (this.#approved?.written === written && performance.now() < this.#approved.until) return true;
		if (!this.#asking) void this.#ask(guard, again);
		return false;
	}

	async #ask(guard: Guard<void>, again: () => void): Promise<void> {
		this.#asking = true;
		const allowed = await withinTime(guard(undefined)).catch(() => false);
		this.#asking = false;
		if (!allowed) return;
		// what the guard said holds for what stands there now: it was the last to look, and looked at all of it
		this.#approved = { written: this.#written(), until: performance.now() + APPROVAL_MILLISECONDS };
		again();
	}
}

function withinTime(answer: Promise<boolean>): Promise<boolean> {
	return Promise.race([
		answer,
		new Promise<boolean>((resolve) => setTimeout(() => resolve(false), TIME_LIMIT_MILLISECONDS)),
	]);
}
