// What the guard keeps in the browser (reports that wait, confirmations that stand), as a page has it: a copy of what the
// background keeps for whoever is signed in. No script in a webmail's page reads the extension's own storage.

import { browser } from "wxt/browser";
import { Items } from "../kept/items.ts";
import type { Lot, News } from "../kept/person_kept.ts";
import { ask, isKeptNews } from "../messages.ts";

export class KeptStorage extends Items {
	readonly #by = Math.random().toString(36).slice(2);
	#whose: string;

	private constructor({ whose, items }: Lot) {
		super(items);
		this.#whose = whose;
		browser.runtime.onMessage.addListener((said: unknown) => {
			if (isKeptNews(said)) this.#hear(said.congvuKept);
		});
	}

	static async open(): Promise<KeptStorage> {
		return new KeptStorage(await ask("kept", null));
	}

	/** Of whom the page has this: a log-in, or "". */
	get whose(): string {
		return this.#whose;
	}

	override removeItem(name: string): void {
		super.removeItem(name);
		this.#keep(name, null);
	}

	override setItem(name: string, value: string): void {
		super.setItem(name, value);
		this.#keep(name, value);
	}

	#keep(name: string, value: string | null): void {
		ask("keep", { whose: this.#whose, by: this.#by, name, value }).then(
			({ instead }) => {
				if (instead !== null) this.#become(instead);
			},
			() => undefined, // kept on this page only
		);
	}

	#hear(news: News): void {
		if ("lot" in news) this.#become(news.lot);
		else if (news.change.by !== this.#by && news.change.whose === this.#whose) {
			const { name, value } = news.change;
			if (value === null) super.removeItem(name);
			else super.setItem(name, value);
		}
	}

	#become({ whose, items }: Lot): void {
		this.#whose = whose;
		for (const name of Object.keys(this.all)) super.removeItem(name);
		for (const [name, value] of Object.entries(items)) super.setItem(name, value);
	}
}
