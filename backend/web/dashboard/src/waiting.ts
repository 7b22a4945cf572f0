// Figures of a whole province may take a while on a busy server: the page waits for them, says so, and can be told to
// stop. What it shows meanwhile, and after a stop, is the server's own page.

import type { Fetch } from "../../../../webmail-plugin/src/api/session.ts";
import type { Texts } from "./words.ts";

export const LONGEST_MILLISECONDS = 60_000;
export const SAID_AFTER_MILLISECONDS = 1_000;

export class Waiting {
	readonly place = document.createElement("p");
	readonly #fetch: Fetch;
	readonly #running = new Set<AbortController>();

	constructor(fetch: Fetch) {
		this.#fetch = fetch;
		this.place.className = "news no-print";
		this.place.setAttribute("role", "status");
	}

	/** Waits as long as this page does, whatever limit the question brings along, and ends when somebody stops it. */
	readonly fetch: Fetch = async (input, init) => {
		const ending = new AbortController();
		this.#running.add(ending);
		setTimeout(() => ending.abort(), LONGEST_MILLISECONDS);
		try {
			return await this.#fetch(input, { ...init, signal: ending.signal });
		} finally {
			this.#running.delete(ending);
		}
	};

	/** Says that something is being worked out, once that has taken a while. */
	async during<Result>(texts: Texts, work: Promise<Result>): Promise<Result> {
		const timer = setTimeout(() => this.#say(texts), SAID_AFTER_MILLISECONDS);
		try {
			return await work;
		} finally {
			clearTimeout(timer);
			this.place.replaceChildren();
		}
	}

	#say(texts: Texts): void {
		const stop = document.createElement("button");
		stop.type = "button";
		stop.textContent = texts("waiting.stop");
		stop.addEventListener("click", () => {
			for (const one of this.#running) one.abort();
		});
		this.place.replaceChildren(texts("waiting.figures"), " ", stop);
	}
}
