// The panel's place beside one letter; put back when the webmail draws its page anew.

import type { Composer } from "../../../webmail-plugin/src/hosts/page/adapter.ts";
import { type Shade, shade } from "./dock.ts";

export class LetterDock {
	/** Where the panel goes. */
	readonly place: HTMLElement;
	readonly #composer: Composer;
	readonly #shade: Shade;
	#isOpen = false;

	/** @param signal ends with the letter */
	constructor(composer: Composer, signal: AbortSignal) {
		this.#composer = composer;
		this.#shade = shade(composer.panelPlace().corner ? "corner" : "inline");
		this.place = document.createElement("div");
		this.place.className = "congvu-place";
		this.#shade.root.append(this.place);
		signal.addEventListener("abort", () => this.#shade.host.remove(), { once: true });
	}

	open(): void {
		this.#isOpen = true;
		this.stay();
	}

	stay(): void {
		if (!this.#isOpen || this.#shade.host.isConnected) return;
		const { parent, before } = this.#composer.panelPlace();
		this.#shade.stand(parent, before);
	}
}
