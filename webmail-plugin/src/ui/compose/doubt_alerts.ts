// What the panel says of doubtful addresses, each with what may be done in one click.

import type { Draft } from "../../hosts/host.ts";
import type { Texts } from "../texts.ts";
import { alertOf, type PanelAlert, type PanelButton } from "./panel_view.ts";
import type { Check } from "./recipient_book.ts";
import type { DoubtedLookalike, DoubtedName, RecipientDoubts } from "./recipient_doubts.ts";

export function doubtAlerts(doubts: RecipientDoubts, draft: Draft, texts: Texts): PanelAlert[] {
	return new DoubtAlerts(doubts, draft, texts).all();
}

class DoubtAlerts {
	readonly #doubts: RecipientDoubts;
	readonly #draft: Draft;
	readonly #texts: Texts;

	constructor(doubts: RecipientDoubts, draft: Draft, texts: Texts) {
		this.#doubts = doubts;
		this.#draft = draft;
		this.#texts = texts;
	}

	all(): PanelAlert[] {
		return [
			...this.#doubts.lookalikes().map((found) => this.#lookalike(found)),
			...this.#sender(),
			...this.#doubts.privateBoxes().flatMap((found) => this.#privateBox(found)),
			...this.#doubts.names().map((found) => this.#name(found)),
		];
	}

	#lookalike({ check: { address, ring }, lookalike: { resembles, reason, instead } }: DoubtedLookalike): PanelAlert {
		const texts = this.#texts;
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
				{ label: texts("lookalike.remove"), press: () => this.#draft.removeRecipient(address) },
				this.#accept(address, texts(inside ? "lookalike.keep" : "lookalike.accept")),
			],
		});
	}

	#privateBox({ address, officialInstead }: Check): PanelAlert[] {
		const texts = this.#texts;
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

	#sender(): PanelAlert[] {
		const texts = this.#texts;
		const found = this.#doubts.sender();
		if (found === null) return [];
		const { address, official, isKnown } = found;
		const press = () => this.#draft.changeSender(official);
		return [
			alertOf({
				id: `private sender ${address}`,
				tone: "hint",
				title: texts("private.own", { address }),
				paragraphs: [texts(isKnown ? "private.own_text" : "private.own_unknown", { official })],
				buttons: isKnown ? [{ label: texts("private.own_change", { official }), main: true, press }] : [],
			}),
		];
	}

	#name({ address, sameName, meant, isOnPaper }: DoubtedName): PanelAlert {
		const texts = this.#texts;
		const tellsApart = meant.some(({ place }) => place !== sameName.place);
		const called = ({ name, place }: { name: string; place: string }) =>
			tellsApart && place !== "" ? texts("same_name.placed", { name, place }) : name;
		return alertOf({
			id: `same name ${address}`,
			tone: "hint",
			title: texts("same_name.title", { address }),
			paragraphs: [
				texts("same_name.chosen", { name: called(sameName) }),
				texts(isOnPaper ? "same_name.on_paper" : "same_name.nearer", { names: meant.map(called).join("; ") }),
			],
			buttons: [
				...meant.map((one) => ({
					...this.#change(address, one.address, texts("same_name.change", { name: called(one) })),
					description: texts("same_name.change", { name: `${called(one)} \u2014 ${one.address}` }),
				})),
				this.#accept(address, texts("same_name.keep")),
			],
		});
	}

	#change(address: string, by: string, label: string): PanelButton {
		return { label, main: true, press: () => this.#draft.replaceRecipient(address, by) };
	}

	#accept(address: string, label: string): PanelButton {
		return { label, press: () => this.#doubts.accept(address) };
	}
}
