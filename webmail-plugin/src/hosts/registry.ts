// Which webmail a page is. Asked again while nothing is recognised: a page is empty when the guard comes to it.

import { GenericAdapter } from "./generic/generic_adapter.ts";
import type { PageAdapter } from "./page/adapter.ts";
import { recogniseRoundcube } from "./roundcube_page/roundcube_adapter.ts";
import { recogniseSogo } from "./sogo/page.ts";

/** Null: this page is not that webmail's, or not yet.
 *  @param drawnName what a picture inside a letter is called; a number follows */
type Recognise = (page: Document, drawnName: string) => PageAdapter | null;

/** One for each webmail that the extension knows from outside. */
const KNOWN: readonly Recognise[] = [recogniseRoundcube, recogniseSogo];

export class Registry {
	readonly #page: Document;
	readonly #drawnName: string;
	readonly #generic: GenericAdapter;
	#known: PageAdapter | null = null;

	constructor(page: Document, drawnName: string) {
		this.#page = page;
		this.#drawnName = drawnName;
		this.#generic = new GenericAdapter(page, drawnName);
	}

	/** For files that go to no letter an adapter knows, and pages no adapter knows. */
	get generic(): GenericAdapter {
		return this.#generic;
	}

	adapter(): PageAdapter {
		for (const recognise of this.#known === null ? KNOWN : []) this.#known ??= recognise(this.#page, this.#drawnName);
		return this.#known ?? this.#generic;
	}
}
