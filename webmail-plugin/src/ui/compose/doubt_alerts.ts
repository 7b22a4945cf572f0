// An address that gives reason to look again, with what may be done about it in one click.

import type { Draft } from "../../hosts/host.ts";
import type { Texts } from "../texts.ts";
import type { DispatchList } from "./dispatch_list.ts";
import { alertOf, type PanelAlert, type PanelButton } from "./panel_view.ts";
import type { Namesakes, RecipientDoubts } from "./recipient_doubts.ts";

export interface DoubtParts {
	readonly texts: Texts;
	readonly draft: Draft;
	readonly dispatch: DispatchList;
	readonly doubts: RecipientDoubts;
	/** Somebody said that an address is right. */
	readonly settled: () => void;
}

type Placed = Namesakes["chosen"];

export function doubtAlerts(parts: DoubtParts): PanelAlert[] {
	const { doubts, dispatch } = parts;
	const own = doubts.own();
	return [
		...doubts.lookalikes().map((found) => lookalikeAlert(parts, found)),
		...(own === null ? [] : [ownAlert(parts, own)]),
		...doubts.privateBoxes().map((found) => privateAlert(parts, found)),
		...doubts.namesakes(dispatch).map((found) => sameNameAlert(parts, found)),
	];
}

function lookalikeAlert(
	parts: DoubtParts,
	{ check: { address, ring }, lookalike }: ReturnType<RecipientDoubts["lookalikes"]>[number],
): PanelAlert {
	const { texts, draft } = parts;
	const { resembles, reason, instead } = lookalike;
	const inside = ring === "PROVINCE";
	return alertOf({
		id: `lookalike ${address}`,
		tone: inside ? "hint" : "ask",
		title: texts(inside ? "lookalike.unknown" : "lookalike.title", { address }),
		paragraphs: inside
			? [texts("lookalike.meant", { resembles })]
			: [texts(`lookalike.${reason}`, { resembles }), texts("lookalike.effect")],
		buttons: [
			...(instead === null ? [] : [change(parts, address, instead, texts("lookalike.change", { official: instead }))]),
			{ label: texts("lookalike.remove"), press: () => draft.removeRecipient(address) },
			accept(parts, address, texts(inside ? "lookalike.keep" : "lookalike.accept")),
		],
	});
}

function privateAlert(
	parts: DoubtParts,
	{ address, instead }: ReturnType<RecipientDoubts["privateBoxes"]>[number],
): PanelAlert {
	const { texts } = parts;
	return alertOf({
		id: `private ${address}`,
		tone: "hint",
		title: texts("private.title", { name: instead.name }),
		paragraphs: [texts("private.text", { address })],
		buttons: [change(parts, address, instead.address, texts("private.change", { official: instead.address }))],
	});
}

function ownAlert({ texts, draft }: DoubtParts, official: string): PanelAlert {
	const address = draft.sender();
	const known = draft.senders().includes(official);
	const press = () => draft.changeSender(official);
	return alertOf({
		id: `private sender ${address}`,
		tone: "hint",
		title: texts("private.own", { address }),
		paragraphs: [texts(known ? "private.own_text" : "private.own_unknown", { official })],
		buttons: known ? [{ label: texts("private.own_change", { official }), main: true, press }] : [],
	});
}

function sameNameAlert(parts: DoubtParts, { address, chosen, meant, onPaper }: Namesakes): PanelAlert {
	const { texts } = parts;
	const tellsApart = meant.some(({ place }) => place !== chosen.place);
	const called = (one: Placed) => (tellsApart ? placed(texts, one) : one.name);
	return alertOf({
		id: `same name ${address}`,
		tone: "hint",
		title: texts("same_name.title", { address }),
		paragraphs: [
			texts("same_name.chosen", { name: called(chosen) }),
			texts(onPaper ? "same_name.on_paper" : "same_name.nearer", { names: meant.map(called).join("; ") }),
		],
		buttons: [
			...meant.map((one) => ({
				...change(parts, address, one.address, texts("same_name.change", { name: called(one) })),
				description: texts("same_name.change", { name: `${called(one)} — ${one.address}` }),
			})),
			accept(parts, address, texts("same_name.keep")),
		],
	});
}

function change({ draft }: DoubtParts, address: string, by: string, label: string): PanelButton {
	return { label, main: true, press: () => draft.replaceRecipient(address, by) };
}

function accept({ doubts, settled }: DoubtParts, address: string, label: string): PanelButton {
	const press = () => {
		doubts.accept(address);
		settled();
	};
	return { label, press };
}

function placed(texts: Texts, { name, place }: Placed): string {
	return place === "" ? name : texts("same_name.placed", { name, place });
}
