// The part of the list's page that shows what is due today with the day's checks, and from there, for named receivers, what is theirs alone.

import type { PageSettings, Roundcube } from "./hosts/roundcube/rcmail.ts";
import { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { sessionStorageOf } from "./hosts/roundcube/storage.ts";
import { RoundcubeSurface } from "./hosts/roundcube/surface.ts";
import { backendOf } from "./roundcube_backend.ts";
import { ActingPerson } from "./ui/letter/acting_person.ts";
import { tellNoted } from "./ui/letter/noted.ts";
import { changes } from "./ui/list/changes.ts";
import { openDueDialog } from "./ui/list/due_view.ts";
import { OwnDesk } from "./ui/list/own_desk.ts";
import { openShieldedDialog } from "./ui/list/shielded_view.ts";
import { loadTexts } from "./ui/texts.ts";

export async function openDue(roundcube: Roundcube, settings: PageSettings): Promise<void> {
	const server = new RoundcubeServer(roundcube);
	const surface = new RoundcubeSurface(roundcube);
	const open = async (messageId: string) => {
		const page = await server.pageOf(messageId);
		if (page !== null) window.location.assign(page);
		return page !== null;
	};
	const backend = backendOf(settings, server);
	const desk = new OwnDesk(backend);
	const person = new ActingPerson(sessionStorageOf(window), settings.login);
	const parts = {
		backend,
		desk,
		person,
		texts: await loadTexts(settings.language),
		open,
		noted: tellNoted,
		now: () => new Date(),
	};
	const showShielded = () => openShieldedDialog(parts, surface);
	openDueDialog({ ...parts, changes, showShielded }, surface);
}
