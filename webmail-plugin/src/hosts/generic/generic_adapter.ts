// Any page an administrator lists: file inputs, drops, pastes, and forms with something written in them. Pages that send
// by script have no other way out that could be seen from here; layer 2 sees what they send.

import { CARRYING } from "../first_look.ts";
import type { Composer, Expectation, PageAdapter, WayOut } from "../page/adapter.ts";
import { isWritten } from "./editable.ts";
import { isElement } from "./element.ts";
import { PageComposer } from "./page_composer.ts";

export class GenericAdapter implements PageAdapter {
	readonly kind = "generic";
	readonly composer: PageComposer;
	#held: SubmitEvent | null = null;

	/** @param drawnName what a picture inside the text is called */
	constructor(page: Document, drawnName: string) {
		this.composer = new PageComposer(page, drawnName, () => {
			if (this.#held !== null) this.repeat(this.#held);
		});
	}

	expectations(): readonly Expectation[] {
		return [];
	}

	composers(): readonly Composer[] {
		return [this.composer];
	}

	composerAt(target: EventTarget | null): Composer | null {
		return isWritten(target) ? this.composer : null;
	}

	/** A form that carries nothing anybody wrote or chose (a search, a log-in) goes its way. */
	wayOut(event: Event): WayOut | null {
		const form = event.type === "submit" && isElement(event.target) ? event.target : null;
		if (form === null || form.querySelector(CARRYING) === null) return null;
		this.#held = event as SubmitEvent;
		return { composer: this.composer, what: "send" };
	}

	repeat(event: Event): void {
		if (!(isElement(event.target) && event.target.localName === "form" && event.target.isConnected)) return;
		const { submitter } = event as SubmitEvent;
		(event.target as HTMLFormElement).requestSubmit(submitter?.isConnected ? submitter : null);
	}
}
