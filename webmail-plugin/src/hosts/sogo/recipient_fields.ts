// To, Cc and Bcc of SOGo's composer: chips of Angular Material, each with an input for the next recipient.

import { normaliseAddress } from "../../core/addresses.ts";
import { find, SELECTORS } from "./selectors.ts";

const COMMA = { key: ",", code: "Comma", keyCode: 188, bubbles: true, cancelable: true };
const FIELDS = [SELECTORS.to, SELECTORS.cc, SELECTORS.bcc];

interface Chip {
	readonly field: Element;
	readonly address: string;
	readonly element: Element;
}

export class RecipientFields {
	readonly #composer: Element;

	constructor(composer: Element) {
		this.#composer = composer;
	}

	/** Bare addresses, lower case, each once; what is typed and not yet a chip counts too. An entry that holds no address
	 *  (a group) counts as it is written, so that it is never mistaken for one inside the province. */
	addresses(): readonly string[] {
		const typed = this.#fields().flatMap((field) => typedIn(field));
		return [...new Set([...this.#chips().map(({ address }) => address), ...typed])];
	}

	add(addresses: readonly string[], name: "to" | "bcc"): void {
		const present = new Set(this.addresses());
		const missing = addresses.filter((address) => !present.has(address));
		if (missing.length === 0) return;
		this.#addTo(find(this.#composer, SELECTORS[name]), missing);
		if (name === "bcc") this.#composer.querySelector<HTMLElement>(SELECTORS.showBcc)?.click();
	}

	/** @param by null to take it away */
	replace(address: string, by: string | null): void {
		const present = new Set(this.addresses());
		for (const { field, element } of this.#chips().filter((chip) => chip.address === address)) {
			find<HTMLElement>(element, SELECTORS.chipRemove).click();
			if (by !== null && !present.has(by)) this.#addTo(field, [by]);
			if (by !== null) present.add(by);
		}
	}

	/** SOGo parts what is typed at spaces when a separator key ends it. */
	#addTo(field: Element, addresses: readonly string[]): void {
		const input = find<HTMLInputElement>(field, SELECTORS.chipInput);
		const typed = input.value;
		write(input, addresses.join(" "));
		input.dispatchEvent(new KeyboardEvent("keydown", COMMA));
		if (typed !== "") write(input, typed);
	}

	#chips(): Chip[] {
		return this.#fields().flatMap((field) =>
			[...field.querySelectorAll(SELECTORS.chip)].map((element) => ({ field, element, address: addressIn(element) })),
		);
	}

	#fields(): Element[] {
		return FIELDS.map((selector) => find(this.#composer, selector));
	}
}

/** AngularJS hears of it. */
export function write(input: HTMLInputElement | HTMLTextAreaElement, text: string): void {
	input.value = text;
	for (const event of ["input", "change"]) input.dispatchEvent(new Event(event, { bubbles: true }));
}

/** A group's chip holds a button beside its name: texts of elements inside do not count. */
function addressIn(chip: Element): string {
	const texts = [...find(chip, SELECTORS.chipText).childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
	return asAddress(texts.map(({ nodeValue }) => nodeValue ?? "").join(" "));
}

/** SOGo parts what is typed at commas and semicolons, and at spaces behind a bare address. */
function typedIn(field: Element): readonly string[] {
	const typed = find<HTMLInputElement>(field, SELECTORS.chipInput).value;
	const entries = typed.split(/[,;\t]|(?<=^[^\s@<]+@[^\s@>]+) /u).filter((entry) => entry.trim() !== "");
	return entries.map(asAddress);
}

function asAddress(written: string): string {
	return normaliseAddress(written) || written.trim().toLowerCase();
}
