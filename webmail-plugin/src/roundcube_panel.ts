// The part of the compose page that speaks: the panel above the letter, its dialogs and its words.

import { find, SELECTORS } from "./hosts/roundcube/selectors.ts";
import type { ComposeGuard } from "./ui/compose/compose_guard.ts";
import { ComposePage } from "./ui/compose/compose_page.ts";
import { CongvuPanel } from "./ui/compose/panel.ts";
import type { PanelParts } from "./ui/compose/panel_parts.ts";
import { RecipientChoices } from "./ui/compose/recipient_choices.ts";
import { loadTexts } from "./ui/texts.ts";

/** Puts the panel into its place. */
export async function openPanel(known: PanelParts, guard: ComposeGuard, language: string): Promise<ComposePage> {
	const texts = await loadTexts(language);
	const panel = new CongvuPanel();
	const page = new ComposePage({ ...known, texts, panel, choices: new RecipientChoices(known.connection) });
	page.serve(guard);
	find(document, SELECTORS.panel).replaceChildren(panel.element);
	return page;
}
