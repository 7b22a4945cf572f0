// The part of the list's page that shows the papers that were issued by mail.

import type { PageSettings, Roundcube } from "./hosts/roundcube/rcmail.ts";
import { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { sessionStorageOf } from "./hosts/roundcube/storage.ts";
import { RoundcubeSurface } from "./hosts/roundcube/surface.ts";
import { backendOf } from "./roundcube_backend.ts";
import { openIssuedDialog } from "./ui/issuance/issued_dialog.ts";
import { ActingPerson } from "./ui/letter/acting_person.ts";
import { loadTexts } from "./ui/texts.ts";

export async function openIssued(roundcube: Roundcube, settings: PageSettings): Promise<void> {
	const parts = {
		backend: backendOf(settings, new RoundcubeServer(roundcube)),
		texts: await loadTexts(settings.language),
		person: new ActingPerson(sessionStorageOf(window), settings.login),
		now: () => new Date(),
	};
	openIssuedDialog(parts, new RoundcubeSurface(roundcube));
}
