// To, Cc and Bcc: Elastic keeps three hidden textareas in step with its recipient boxes.

import { normaliseAddress } from "../../core/addresses.ts";
import { find, SELECTORS } from "./selectors.ts";

/** The entries of an address field as written; commas and semicolons inside quotes or <> part nothing. */
export function splitAddresses(text: string): string[] {
	const entries = text.match(/(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^,;"<\r\n]|["<])+/gu) ?? [];
	return entries.map((entry) => entry.trim()).filter((entry) => entry !== "");
}

export class AddressFields {
	readonly #page: ParentNode;

	constructor(page: ParentNode) {
		this.#page = page;
	}

	/** Bare addresses, lower case, each once. An entry that holds no address counts as it is written, so that it is
	 *  never mistaken for one inside the province. */
	addresses(): readonly string[] {
		const entries = this.#fields().flatMap((field) => splitAddresses(field.value));
		return [...new Set(entries.map((entry) => normaliseAddress(entry) || entry.toLowerCase()))];
	}

	add(addresses: readonly string[], name: "to" | "bcc"): void {
		const [to, , bcc] = this.#fields();
		const field = name === "to" ? to : bcc;
		if (field === undefined) return;
		const present = splitAddresses(field.value);
		const known = new Set(present.map(normaliseAddress));
		write(field, [...present, ...addresses.filter((address) => !known.has(address))]);
	}

	/** @param by null to take it away */
	replace(address: string, by: string | null): void {
		const present = new Set(this.addresses());
		for (const field of this.#fields()) {
			const entries = splitAddresses(field.value);
			if (!entries.some((entry) => normaliseAddress(entry) === address)) continue;
			const kept = entries.flatMap((entry) =>
				normaliseAddress(entry) !== address ? [entry] : by === null || present.has(by) ? [] : [by],
			);
			if (by !== null) present.add(by);
			write(field, kept);
		}
	}

	#fields(): HTMLTextAreaElement[] {
		return SELECTORS.recipients.map((selector) => find<HTMLTextAreaElement>(this.#page, selector));
	}
}

/** Elastic rebuilds its boxes when the textarea says it changed. */
function write(field: HTMLTextAreaElement, entries: readonly string[]): void {
	field.value = entries.map((entry) => `${entry}, `).join("");
	field.dispatchEvent(new Event("change", { bubbles: true }));
}
