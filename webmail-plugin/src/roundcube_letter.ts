// The part of a message's page: what the agency owes its sender, and what was done about it.

import type { PageSettings, Roundcube, ShownMessage } from "./hosts/roundcube/rcmail.ts";
import { find, SELECTORS } from "./hosts/roundcube/selectors.ts";
import { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { ShownLetter } from "./hosts/roundcube/shown_letter.ts";
import { sessionStorageOf } from "./hosts/roundcube/storage.ts";
import { RoundcubeSurface } from "./hosts/roundcube/surface.ts";
import { backendOf } from "./roundcube_backend.ts";
import { ActingPerson } from "./ui/letter/acting_person.ts";
import { showLetter } from "./ui/letter/show_letter.ts";
import { loadTexts } from "./ui/texts.ts";

export async function openLetter(roundcube: Roundcube, settings: PageSettings, message: ShownMessage): Promise<void> {
	await showLetter(find(document, SELECTORS.letter), {
		backend: backendOf(settings, new RoundcubeServer(roundcube)),
		texts: await loadTexts(settings.language),
		surface: new RoundcubeSurface(roundcube),
		reading: new ShownLetter(message, document),
		person: new ActingPerson(sessionStorageOf(window), settings.login),
	});
}
