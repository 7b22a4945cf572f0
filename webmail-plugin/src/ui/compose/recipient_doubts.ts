// What gives reason to look at an address again before the letter goes: one that only looks official, a private box,
// another agency of the same name. Nothing is changed by itself.

import type { Draft } from "../../hosts/host.ts";
import type { DispatchList } from "./dispatch_list.ts";
import type { Check, RecipientBook } from "./recipient_book.ts";

export interface DoubtParts {
	readonly draft: Draft;
	readonly book: RecipientBook;
	readonly dispatch: DispatchList;
	/** Somebody said that an address is right. */
	readonly settled: () => void;
}

type SameName = NonNullable<Check["sameName"]>;

export interface DoubtedLookalike {
	readonly check: Check;
	readonly lookalike: NonNullable<Check["lookalike"]>;
}

/** Somebody of this name is nearer: on the papers of the letter, or to whoever writes. */
export interface DoubtedName {
	readonly address: string;
	readonly sameName: SameName;
	readonly meant: SameName["others"];
	readonly isOnPaper: boolean;
}

export interface PrivateSender {
	readonly address: string;
	readonly official: string;
	/** Whether the webmail can send from it. */
	readonly isKnown: boolean;
}

export class RecipientDoubts {
	readonly #parts: DoubtParts;
	readonly #accepted = new Set<string>();

	constructor(parts: DoubtParts) {
		this.#parts = parts;
	}

	/** Whether the letter waits for a word about an address that anybody may have taken to be mistaken for an official
	 *  one. In a domain of the province nobody can: there a letter at worst comes back. */
	get stops(): boolean {
		return this.lookalikes().some(({ check }) => check.ring !== "PROVINCE");
	}

	get isEmpty(): boolean {
		const found = [this.lookalikes(), this.privateBoxes(), this.names()].flat();
		return found.length === 0 && this.sender() === null;
	}

	lookalikes(): DoubtedLookalike[] {
		return this.#checks().flatMap((check) => (check.lookalike ? [{ check, lookalike: check.lookalike }] : []));
	}

	privateBoxes(): Check[] {
		return this.#checks().filter(({ officialInstead }) => officialInstead !== null);
	}

	/** The letter itself leaves from somebody's private box. */
	sender(): PrivateSender | null {
		const { draft, book } = this.#parts;
		const address = draft.sender();
		const official = book.check(address)?.officialInstead?.address;
		return official === undefined ? null : { address, official, isKnown: draft.senders().includes(official) };
	}

	names(): DoubtedName[] {
		return this.#checks().flatMap(({ address, sameName }) => (sameName ? this.#named(address, sameName) : []));
	}

	accept(address: string): void {
		this.#accepted.add(address);
		this.#parts.settled();
	}

	#checks(): Check[] {
		return this.#parts.draft.recipients().flatMap((address) => {
			const check = this.#accepted.has(address) ? null : this.#parts.book.check(address);
			return check === null ? [] : [{ ...check, address }];
		});
	}

	#named(address: string, sameName: SameName): DoubtedName[] {
		const named = this.#parts.dispatch.named();
		const recipients = new Set(this.#parts.draft.recipients());
		const others = sameName.others.filter((one) => !recipients.has(one.address));
		const onPaper = named.has(address) ? [] : others.filter((one) => named.has(one.address));
		const meant = onPaper.length > 0 || named.has(address) ? onPaper : others.filter(({ nearer }) => nearer);
		return meant.length === 0 ? [] : [{ address, sameName, meant, isOnPaper: onPaper.length > 0 }];
	}
}
