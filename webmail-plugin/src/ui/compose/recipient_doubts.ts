// What gives reason to look at an address again before the letter goes: one that only looks official, a private box,
// another agency of the same name. It finds; doubt_alerts.ts says. Nothing is changed by itself.

import type { Draft } from "../../hosts/host.ts";
import type { DispatchList } from "./dispatch_list.ts";
import type { Check, RecipientBook } from "./recipient_book.ts";

type Lookalike = NonNullable<Check["lookalike"]>;
type SameName = NonNullable<Check["sameName"]>;
type OfficialInstead = NonNullable<Check["officialInstead"]>;

/** `meant`: who of that name may be meant instead; `onPaper`: because a paper of the letter names them. */
export interface Namesakes {
	readonly address: string;
	readonly chosen: Pick<SameName, "name" | "place">;
	readonly meant: SameName["others"];
	readonly onPaper: boolean;
}

export class RecipientDoubts {
	readonly #draft: Draft;
	readonly #book: RecipientBook;
	readonly #accepted = new Set<string>();

	constructor(draft: Draft, book: RecipientBook) {
		this.#draft = draft;
		this.#book = book;
	}

	/** Whether the letter waits for a word about an address that anybody may have taken to be mistaken for an official
	 *  one. In a domain of the province nobody can: there a letter at worst comes back. */
	get stops(): boolean {
		return this.lookalikes().some(({ check }) => check.ring !== "PROVINCE");
	}

	/** Whether there is anything to say. */
	areAny(dispatch: DispatchList): boolean {
		const found = [this.lookalikes(), this.privateBoxes(), this.namesakes(dispatch)];
		return found.some((doubts) => doubts.length > 0) || this.own() !== null;
	}

	/** Somebody says that the address is right. It counts for this letter. */
	accept(address: string): void {
		this.#accepted.add(address);
	}

	lookalikes(): { readonly check: Check; readonly lookalike: Lookalike }[] {
		return this.#checks().flatMap((check) => (check.lookalike ? [{ check, lookalike: check.lookalike }] : []));
	}

	privateBoxes(): { readonly address: string; readonly instead: OfficialInstead }[] {
		return this.#checks().flatMap(({ address, officialInstead }) =>
			officialInstead ? [{ address, instead: officialInstead }] : [],
		);
	}

	/** The letter itself leaves from somebody's private box: the official one. */
	own(): string | null {
		return this.#book.check(this.#draft.sender())?.officialInstead?.address ?? null;
	}

	/** Somebody of this name is nearer: on the papers of the letter, or to whoever writes. */
	namesakes(dispatch: DispatchList): Namesakes[] {
		const [named, recipients] = [dispatch.named(), new Set(this.#draft.recipients())];
		return this.#checks().flatMap(({ address, sameName }) => {
			const others = sameName?.others.filter((one) => !recipients.has(one.address)) ?? [];
			const onPaper = named.has(address) ? [] : others.filter((one) => named.has(one.address));
			const nearer = named.has(address) ? [] : others.filter((one) => one.nearer);
			const meant = onPaper.length > 0 ? onPaper : nearer;
			if (sameName === null || meant.length === 0) return [];
			return [{ address, chosen: sameName, meant, onPaper: onPaper.length > 0 }];
		});
	}

	#checks(): Check[] {
		return this.#draft.recipients().flatMap((address) => {
			const check = this.#accepted.has(address) ? null : this.#book.check(address);
			return check === null ? [] : [{ ...check, address }];
		});
	}
}
