// What gives reason to look at an address again before the letter goes: one that only looks official, a private box,
// another agency of the same name. Each is said with what may be done in one click; nothing is changed by itself.

import type { Draft } from "../../hosts/host.ts";
import type { Texts } from "../texts.ts";
import type { DispatchList } from "./dispatch_list.ts";
import { alertOf, type PanelAlert, type PanelButton } from "./panel_view.ts";
import type { Check, RecipientBook } from "./recipient_book.ts";

export interface DoubtParts {
	readonly draft: Draft;
	readonly book: RecipientBook;
	readonly dispatch: DispatchList;
	readonly texts: Texts;
	/** Somebody said that an address is right. */
	readonly settled: () => void;
}

type Lookalike = NonNullable<Check["lookalike"]>;
type Placed = Pick<NonNullable<Check["sameName"]>, "name" | "place">;

export class RecipientDoubts {
	readonly #parts: DoubtParts;
	readonly #accepted = new Set<string>();

	constructor(parts: DoubtParts) {
		this.#parts = parts;
	}

	/** Whether the letter waits for a word about an address that anybody may have taken to be mistaken for an official
	 *  one. In a domain of the province nobody can: there a letter at worst comes back. */
	get stops(): boolean {
		return this.#lookalikes().some(({ check }) => check.ring !== "PROVINCE");
	}

	alerts(): PanelAlert[] {
		return [
			...this.#lookalikes().map(({ check, lookalike }) => this.#lookalikeAlert(check, lookalike)),
			...this.#ownAlert(),
			...this.#checks().flatMap((check) => this.#privateAlert(check)),
			...this.#checks().flatMap((check) => this.#sameNameAlert(check)),
		];
	}

	#checks(): Check[] {
		return this.#parts.draft.recipients().flatMap((address) => {
			const check = this.#accepted.has(address) ? null : this.#parts.book.check(address);
			return check === null ? [] : [{ ...check, address }];
		});
	}

	#lookalikes(): { readonly check: Check; readonly lookalike: Lookalike }[] {
		return this.#checks().flatMap((check) => (check.lookalike ? [{ check, lookalike: check.lookalike }] : []));
	}

	#lookalikeAlert({ address, ring }: Check, { resembles, reason, instead }: Lookalike): PanelAlert {
		const { texts, draft } = this.#parts;
		const inside = ring === "PROVINCE";
		const change: PanelButton[] =
			instead === null ? [] : [this.#change(address, instead, texts("lookalike.change", { official: instead }))];
		return alertOf({
			id: `lookalike ${address}`,
			tone: inside ? "hint" : "ask",
			title: texts(inside ? "lookalike.unknown" : "lookalike.title", { address }),
			paragraphs: inside
				? [texts("lookalike.meant", { resembles })]
				: [texts(`lookalike.${reason}`, { resembles }), texts("lookalike.effect")],
			buttons: [
				...change,
				{ label: texts("lookalike.remove"), press: () => draft.removeRecipient(address) },
				this.#accept(address, texts(inside ? "lookalike.keep" : "lookalike.accept")),
			],
		});
	}

	#privateAlert({ address, officialInstead }: Check): PanelAlert[] {
		const { texts } = this.#parts;
		if (officialInstead === null) return [];
		const { name, address: official } = officialInstead;
		return [
			alertOf({
				id: `private ${address}`,
				tone: "hint",
				title: texts("private.title", { name }),
				paragraphs: [texts("private.text", { address })],
				buttons: [this.#change(address, official, texts("private.change", { official }))],
			}),
		];
	}

	/** The letter itself leaves from somebody's private box. */
	#ownAlert(): PanelAlert[] {
		const { texts, draft, book } = this.#parts;
		const address = draft.sender();
		const official = book.check(address)?.officialInstead?.address;
		if (official === undefined) return [];
		const press = () => draft.changeSender(official);
		const known = draft.senders().includes(official);
		return [
			alertOf({
				id: `private sender ${address}`,
				tone: "hint",
				title: texts("private.own", { address }),
				paragraphs: [texts(known ? "private.own_text" : "private.own_unknown", { official })],
				buttons: known ? [{ label: texts("private.own_change", { official }), main: true, press }] : [],
			}),
		];
	}

	/** Somebody of this name is nearer: on the papers of the letter, or to whoever writes. */
	#sameNameAlert({ address, sameName }: Check): PanelAlert[] {
		const { texts, draft, dispatch } = this.#parts;
		if (sameName === null) return [];
		const named = dispatch.named();
		const recipients = new Set(draft.recipients());
		const others = sameName.others.filter((one) => !recipients.has(one.address));
		const onPaper = named.has(address) ? [] : others.filter((one) => named.has(one.address));
		const meant = onPaper.length > 0 || named.has(address) ? onPaper : others.filter(({ nearer }) => nearer);
		if (meant.length === 0) return [];
		const tellsApart = meant.some(({ place }) => place !== sameName.place);
		const called = (one: Placed) => (tellsApart ? placed(texts, one) : one.name);
		return [
			alertOf({
				id: `same name ${address}`,
				tone: "hint",
				title: texts("same_name.title", { address }),
				paragraphs: [
					texts("same_name.chosen", { name: called(sameName) }),
					texts(onPaper.length > 0 ? "same_name.on_paper" : "same_name.nearer", {
						names: meant.map(called).join("; "),
					}),
				],
				buttons: [
					...meant.map((one) => ({
						...this.#change(address, one.address, texts("same_name.change", { name: called(one) })),
						description: texts("same_name.change", { name: `${called(one)} — ${one.address}` }),
					})),
					this.#accept(address, texts("same_name.keep")),
				],
			}),
		];
	}

	#change(address: string, by: string, label: string): PanelButton {
		return { label, main: true, press: () => this.#parts.draft.replaceRecipient(address, by) };
	}

	#accept(address: string, label: string): PanelButton {
		const press = () => {
			this.#accepted.add(address);
			this.#parts.settled();
		};
		return { label, press };
	}
}

function placed(texts: Texts, { name, place }: Placed): string {
	return place === "" ? name : texts("same_name.placed", { name, place });
}
