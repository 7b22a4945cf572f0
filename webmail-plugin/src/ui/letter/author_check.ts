// Above a message: that its sender, or where an answer would go, only looks official, or is somebody's private box. Nothing
// is said of senders that raise no doubt: what a mail says of its sender proves nothing.

import { html, render } from "lit";
import type { Asks } from "../../api/backend.ts";
import { CheckRecipientsOperation, type CheckRecipientsQuery } from "../../api/generated.ts";
import { normaliseAddress } from "../../core/addresses.ts";
import type { Author } from "../../hosts/host.ts";
import { alertBox } from "../compose/panel.ts";
import { alertOf, type PanelAlert } from "../compose/panel_view.ts";
import type { Texts } from "../texts.ts";

type Check = CheckRecipientsQuery["checkRecipients"][number];

const ADDRESS_IN_NAME = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/u;

/** Resolves in any case: a backend that is away leaves the place empty; the letter's own panel says that it is away. */
export async function checkAuthor(place: HTMLElement, backend: Asks, texts: Texts, author: Author): Promise<void> {
	const named = normaliseAddress(ADDRESS_IN_NAME.exec(author.name)?.[0] ?? "");
	const addresses = [author.address, author.replyTo, named].map((address) => address || author.address);
	if (author.address === "") return;
	const answer = await backend.ask(CheckRecipientsOperation, { addresses }).catch(() => null);
	const [from, reply, inName] = answer?.checkRecipients ?? [];
	if (!from || !reply || !inName) return;
	const alerts = alertsOf(texts, { from, reply, inName });
	if (alerts.length === 0) return;
	render(
		html`<section class="congvu congvu-author" aria-label=${texts("author.label")}>${alerts.map(alertBox)}</section>`,
		place,
	);
}

interface Checks {
	readonly from: Check;
	readonly reply: Check;
	readonly inName: Check;
}

function alertsOf(texts: Texts, { from, reply, inName }: Checks): PanelAlert[] {
	const private_ = from.officialInstead;
	return [
		...lookalikeAlert(texts, from, "author.lookalike"),
		...(reply.address === from.address ? [] : lookalikeAlert(texts, reply, "author.reply")),
		...(inName.address === from.address || inName.ring === "OTHER" || from.ring !== "OTHER"
			? []
			: [nameAlert(texts, from, inName)]),
		...(private_ === null
			? []
			: [
					alertOf({
						id: "author private",
						tone: "hint",
						title: texts("author.private", { name: private_.name }),
						paragraphs: [texts("author.private_text", { official: private_.address })],
					}),
				]),
	];
}

function lookalikeAlert(
	texts: Texts,
	{ address, ring, lookalike }: Check,
	title: "author.lookalike" | "author.reply",
): PanelAlert[] {
	if (lookalike === null || ring === "PROVINCE") return [];
	const { resembles, reason } = lookalike;
	return [
		alertOf({
			id: title,
			tone: "ask",
			title: texts(title, { address }),
			paragraphs: [texts(`lookalike.${reason}`, { resembles }), texts("author.advice")],
		}),
	];
}

function nameAlert(texts: Texts, from: Check, inName: Check): PanelAlert {
	return alertOf({
		id: "author.name",
		tone: "ask",
		title: texts("author.name", { named: inName.address, address: from.address }),
		paragraphs: [texts("author.name_text"), texts("author.advice")],
	});
}
