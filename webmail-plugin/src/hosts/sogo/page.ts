// SOGo's page as the extension sees it from its own world: the DOM, none of Angular's objects.

import type { Cargo } from "../host.ts";
import type { Composer, Expectation, PageAdapter, WayOut } from "../page/adapter.ts";
import { SogoComposer } from "./composer.ts";
import { expectationsOf } from "./expectations.ts";
import { SELECTORS } from "./selectors.ts";

/** What a press on these buttons sends. A file taken out makes SOGo save the words of the letter; were that judged by the
 *  files, a marked one could never be taken out. */
const WAYS: readonly (readonly [selector: string, what: "send" | Cargo])[] = [
	[SELECTORS.send, "send"],
	[SELECTORS.save, "draft"],
	[SELECTORS.removeFile, "text"],
];

/** Null: the page is not SOGo's, or has no body yet.
 *  @param pictureName as of SogoPage */
export function recogniseSogo(page: Document, pictureName: string): SogoPage | null {
	return page.querySelector(SELECTORS.application) === null ? null : new SogoPage(page, pictureName);
}

export class SogoPage implements PageAdapter {
	readonly kind = "sogo";
	readonly #page: Document;
	readonly #pictureName: string;
	readonly #known = new WeakMap<Element, Composer>();

	/** @param pictureName what the list of files calls a picture inside the body; a number follows */
	constructor(page: Document, pictureName: string) {
		this.#page = page;
		this.#pictureName = pictureName;
	}

	expectations(): readonly Expectation[] {
		return expectationsOf(this.#page);
	}

	composers(): readonly Composer[] {
		return [...this.#page.querySelectorAll(SELECTORS.composer)].map((root) => this.#composer(root));
	}

	wayOut(event: Event): WayOut | null {
		if (event.type !== "click") return null; // keys press these buttons too; SOGo has no key that sends
		for (const [selector, what] of WAYS) {
			const composer = this.composerAt(elementAt(event.target)?.closest(selector) ?? null);
			if (composer !== null) return { composer, what };
		}
		return null;
	}

	/** Also from inside CKEditor's frame. */
	composerAt(target: EventTarget | null): Composer | null {
		for (let place = elementAt(target); place !== null; place = place.ownerDocument.defaultView?.frameElement ?? null) {
			const root = place.closest(SELECTORS.composer);
			if (root !== null) return this.#composer(root);
		}
		return null;
	}

	repeat(event: Event): void {
		(event.target as HTMLElement | null)?.click();
	}

	#composer(root: Element): Composer {
		const composer = this.#known.get(root) ?? new SogoComposer(root, this.#pictureName);
		this.#known.set(root, composer);
		return composer;
	}
}

/** Things of a frame's belong to other classes than the page's own. */
function elementAt(target: EventTarget | null): Element | null {
	const node = target as Node | null;
	if (node?.nodeType === 1) return node as Element;
	return node?.parentElement ?? null;
}
