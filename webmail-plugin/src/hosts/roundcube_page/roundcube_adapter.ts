// Roundcube 1.6 without the plugin, from outside: its page's elements and nothing of its scripts.

import { isElement } from "../generic/element.ts";
import type { Composer, Expectation, PageAdapter, WayOut } from "../page/adapter.ts";
import { RoundcubeComposer } from "./roundcube_composer.ts";
import { expectationsOf, SELECTORS } from "./selectors.ts";

/** Null: the page is not Roundcube's, or not yet. */
export function recogniseRoundcube(page: Document, drawnName: string): PageAdapter | null {
	if (page.body === null || page.querySelector(SELECTORS.program) === null) return null;
	return [...page.body.classList].some((name) => name.startsWith("task-")) ? new RoundcubePage(page, drawnName) : null;
}

export class RoundcubePage implements PageAdapter {
	readonly kind = "roundcube";
	readonly #page: Document;
	readonly #drawnName: string;
	#composer: RoundcubeComposer | null = null;

	/** @param drawnName what a picture in the body is called; a number follows */
	constructor(page: Document, drawnName: string) {
		this.#page = page;
		this.#drawnName = drawnName;
	}

	expectations(): readonly Expectation[] {
		return expectationsOf(this.#page);
	}

	/** One at most; none while the page is not what is expected of it. */
	composers(): readonly Composer[] {
		const composer = this.#letter();
		return composer === null ? [] : [composer];
	}

	composerAt(target: EventTarget | null): Composer | null {
		const composer = this.#letter();
		return composer !== null && isElement(target) && composer.holds(target) ? composer : null;
	}

	wayOut(event: Event): WayOut | null {
		const composer = this.#letter();
		const what = composer === null ? null : this.#wayOf(event);
		return composer === null || what === null ? null : { composer, what };
	}

	repeat(event: Event): void {
		const pressed = this.#pressed(event);
		if (pressed?.isConnected) pressed.click();
		else this.#letter()?.send();
	}

	/** Enter in a field posts the form: as a letter. */
	#wayOf(event: Event): WayOut["what"] | null {
		if (event.type === "submit") return event.target === this.#composer?.root ? "send" : null;
		const pressed = this.#pressed(event);
		if (pressed === null || pressed.matches(".disabled, :disabled")) return null;
		if (pressed.matches(SELECTORS.send)) return "send";
		if (pressed.matches(SELECTORS.save)) return "draft";
		return Object.entries(SELECTORS.ways).find(([selector]) => pressed.matches(selector))?.[1] ?? null;
	}

	/** The button under a click. Keys that press a button make a click of it, but for TinyMCE's, which hear them. */
	#pressed(event: Event): HTMLElement | null {
		const target = event.composedPath()[0] ?? event.target;
		if (!isElement(target)) return null;
		if (isPress(event)) return target.closest<HTMLElement>(SELECTORS.toPlain);
		if (event.type !== "click") return null;
		const ways = [SELECTORS.send, SELECTORS.save, ...Object.keys(SELECTORS.ways)].join(", ");
		return target.closest<HTMLElement>(ways);
	}

	#letter(): RoundcubeComposer | null {
		if (this.#composer?.root.isConnected) return this.#composer;
		const form = this.#page.querySelector(`${SELECTORS.composing} ${SELECTORS.form}`);
		const isWhole = form !== null && this.expectations().every(({ holds }) => holds);
		this.#composer = isWhole ? new RoundcubeComposer(this.#page, form, this.#drawnName) : null;
		return this.#composer;
	}
}

function isPress(event: Event): boolean {
	return event.type === "keydown" && ["Enter", " "].includes((event as KeyboardEvent).key);
}
