// The mail server's gate did not take the letter. Rare: it looks with the same rules, but at the whole message.

import type { MailRefusal } from "../../hosts/host.ts";
import type { Texts } from "../texts.ts";
import { lawfulWay } from "./marked_alerts.ts";
import { alertOf, type PanelAlert, type PanelButton } from "./panel_view.ts";

/** @param open shows a page in a new window */
export function refusalAlert(
	texts: Texts,
	{ kind, link, reference }: MailRefusal,
	open: (link: string) => void,
	dismiss: () => void,
): PanelAlert {
	const confirm: PanelButton[] =
		kind === "confirm" ? [{ label: texts("refused.open"), main: true, press: () => open(link) }] : [];
	return alertOf({
		id: "refused",
		tone: kind === "confirm" ? "ask" : "stop",
		title: texts("refused.title"),
		paragraphs: [texts(`refused.${kind}`)],
		facts: reference === "" ? [] : [texts("refused.reference", { reference })],
		steps: kind === "marked" ? lawfulWay(texts) : null,
		buttons: [...confirm, { label: texts("button.understood"), press: dismiss }],
	});
}
