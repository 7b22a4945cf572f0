// From whom a letter goes: a field in which SOGo searches the identities of its log-in.

import { normaliseAddress } from "../../core/addresses.ts";
import { identitiesOf } from "./identities.ts";
import { write } from "./recipient_fields.ts";
import { find, SELECTORS } from "./selectors.ts";

const DOWN = { key: "ArrowDown", keyCode: 40, bubbles: true, cancelable: true };
const ENTER = { key: "Enter", keyCode: 13, bubbles: true, cancelable: true };

export class SenderField {
	readonly #composer: Element;

	constructor(composer: Element) {
		this.#composer = composer;
	}

	/** "" while SOGo has not found whose letter it is. */
	address(): string {
		return normaliseAddress(this.#input().value);
	}

	addresses(): readonly string[] {
		const known = [this.address(), ...identitiesOf(this.#composer.ownerDocument)];
		return [...new Set(known)].filter((address) => address !== "");
	}

	/** What it was stays if SOGo finds no such identity. */
	change(address: string): void {
		const before = this.#input().value;
		if (!this.#choose(`<${address}>`)) this.#choose(before);
	}

	/** The first identity with this text in it, chosen by keys as from the keyboard. False when there is none. */
	#choose(text: string): boolean {
		const input = this.#input();
		input.focus();
		write(input, text);
		for (const key of [DOWN, ENTER]) input.dispatchEvent(new KeyboardEvent("keydown", key));
		return input.value !== text;
	}

	#input(): HTMLInputElement {
		return find(this.#composer, SELECTORS.sender);
	}
}
