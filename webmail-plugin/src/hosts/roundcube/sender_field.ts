// Who the letter is from: a select of identities, or an input where Roundcube leaves no choice.

import { normaliseAddress } from "../../core/addresses.ts";
import { find, SELECTORS } from "./selectors.ts";

export class SenderField {
	readonly #page: ParentNode;

	constructor(page: ParentNode) {
		this.#page = page;
	}

	chosen(): string {
		const field = this.#field();
		return normaliseAddress("options" in field ? (field.options[field.selectedIndex]?.text ?? "") : field.value);
	}

	all(): readonly string[] {
		const field = this.#field();
		if (!("options" in field)) return [this.chosen()];
		return [...field.options].map(({ text }) => normaliseAddress(text));
	}

	/** Roundcube changes the signature with it. */
	change(address: string): void {
		const field = this.#field();
		const option =
			"options" in field ? [...field.options].find(({ text }) => normaliseAddress(text) === address) : null;
		if (!option) return;
		field.value = option.value;
		field.dispatchEvent(new Event("change", { bubbles: true }));
	}

	#field(): HTMLSelectElement | HTMLInputElement {
		return find<HTMLSelectElement | HTMLInputElement>(this.#page, SELECTORS.sender);
	}
}
