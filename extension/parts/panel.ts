// The part of a page that speaks: the panel beside the letter, its dialogs and its words.

import type { ComposeGuard } from "../../webmail-plugin/src/ui/compose/compose_guard.ts";
import { ComposePage } from "../../webmail-plugin/src/ui/compose/compose_page.ts";
import { CongvuPanel } from "../../webmail-plugin/src/ui/compose/panel.ts";
import type { PanelParts } from "../../webmail-plugin/src/ui/compose/panel_parts.ts";
import { RecipientChoices } from "../../webmail-plugin/src/ui/compose/recipient_choices.ts";
import { loadTexts, type Texts } from "../../webmail-plugin/src/ui/texts.ts";

export async function openPanel(
	known: PanelParts,
	guard: ComposeGuard,
	language: string,
	place: Element,
): Promise<ComposePage> {
	const texts = asExtension(await loadTexts(language));
	const panel = new CongvuPanel();
	const page = new ComposePage({ ...known, texts, panel, choices: new RecipientChoices(known.connection) });
	page.serve(guard);
	place.replaceChildren(panel.element);
	return page;
}

/** No webmail vouches for anybody here: refused is who has not signed in, or has to once more. */
function asExtension(texts: Texts): Texts {
	const said: Texts = Object.assign(
		(key: Parameters<Texts>[0], values?: Parameters<Texts>[1]) =>
			texts(key === "status.refused" ? "status.signed_out" : key, values),
		{ language: texts.language, has: texts.has },
	);
	return said;
}
