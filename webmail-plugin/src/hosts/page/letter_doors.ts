// What happens at the doors, as a webmail's adapter understands it: to which letter files go, and which letter an event
// would send.

import type { Composer, PageAdapter, WayOut } from "./adapter.ts";
import type { Doorkeeper } from "./doors.ts";
import type { TakenFiles } from "./taken_files.ts";

/** Who decides about letters. */
export interface LetterKeeper {
	/** Another guard stands on this page: everything passes. */
	readonly standsBack: boolean;
	/** Null: the files go to no letter that is known. */
	brought(taken: TakenFiles, composer: Composer | null): void;
	/** A person writes. */
	writing(composer: Composer): void;
	/** True lets it be; `again` goes the same way once more. */
	leaves(way: WayOut, again: () => void): boolean;
}

export class LetterDoors implements Doorkeeper {
	readonly isOurs: (event: Event) => boolean;
	readonly #adapter: () => PageAdapter;
	readonly #keeper: LetterKeeper;

	/** @param isOurs whether an event happens in what the extension itself put onto the page */
	constructor(adapter: () => PageAdapter, keeper: LetterKeeper, isOurs: (event: Event) => boolean) {
		this.#adapter = adapter;
		this.#keeper = keeper;
		this.isOurs = isOurs;
	}

	get standsBack(): boolean {
		return this.#keeper.standsBack;
	}

	brought(taken: TakenFiles, place: EventTarget | null): void {
		this.#keeper.brought(taken, this.#composerAt(place));
	}

	touched(place: EventTarget | null): void {
		const composer = this.#composerAt(place);
		if (composer !== null) this.#keeper.writing(composer);
	}

	/** What is done again comes through the doors again: there it is found to be what was let go. */
	mayPass(event: Event): boolean {
		const way = this.#asked((adapter) => adapter.wayOut(event));
		return way === null || this.#keeper.leaves(way, () => this.#adapter().repeat(event));
	}

	/** An event that was held before anybody could say whether it is a way out. */
	passLate(event: Event): void {
		const way = this.#asked((adapter) => adapter.wayOut(event));
		if (way === null) doAgain(event);
		else if (this.mayPass(event)) this.#adapter().repeat(event);
	}

	#composerAt(place: EventTarget | null): Composer | null {
		return this.#asked((adapter) => adapter.composerAt(place));
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

/** A press or a form of no letter's, that was held for nothing. */
function doAgain(event: Event): void {
	const target = event.target as HTMLElement | null;
	if (!target?.isConnected) return;
	if (event.type !== "submit") {
		target.click();
		return;
	}
	const { submitter } = event as SubmitEvent;
	(target as HTMLFormElement).requestSubmit(submitter?.isConnected ? submitter : null);
}
