// The part of the list's page about letters: marks beside their subjects, what is due today, and from there, for named
// receivers, what is theirs alone.

import { listRows, onRows } from "./hosts/roundcube/list_rows.ts";
import type { PageSettings, Roundcube } from "./hosts/roundcube/rcmail.ts";
import { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { sessionStorageOf, storageOf } from "./hosts/roundcube/storage.ts";
import { RoundcubeSurface } from "./hosts/roundcube/surface.ts";
import { backendOf } from "./roundcube_backend.ts";
import { showWork } from "./ui/issuance/known_work.ts";
import { learnWork } from "./ui/issuance/work.ts";
import { ActingPerson } from "./ui/letter/acting_person.ts";
import { onNoted, tellNoted } from "./ui/letter/noted.ts";
import { openDueDialog } from "./ui/list/due_view.ts";
import { OwnDesk } from "./ui/list/own_desk.ts";
import { RowMarks } from "./ui/list/row_marks.ts";
import { openShieldedDialog } from "./ui/list/shielded_view.ts";
import { loadTexts } from "./ui/texts.ts";

const SETTLE_MILLISECONDS = 200; // rows come one by one

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
	const parts = { backend, desk, person, texts: await loadTexts(settings.language), open, noted: tellNoted };
	openDueDialog({ ...parts, showShielded: () => openShieldedDialog(parts, surface) }, surface);
}

export async function openIssued(roundcube: Roundcube, settings: PageSettings): Promise<void> {
	const { openIssuedDialog } = await import("./ui/issuance/issued_dialog.ts");
	const parts = {
		backend: backendOf(settings, new RoundcubeServer(roundcube)),
		texts: await loadTexts(settings.language),
		person: new ActingPerson(sessionStorageOf(window), settings.login),
		now: () => new Date(),
	};
	openIssuedDialog(parts, new RoundcubeSurface(roundcube));
}

export async function markRows(roundcube: Roundcube, settings: PageSettings): Promise<void> {
	const backend = backendOf(settings, new RoundcubeServer(roundcube));
	void learnWork(backend, storageOf(window), settings.login).then((work) => showWork(document, work));
	const marks = new RowMarks(backend, new OwnDesk(backend), await loadTexts(settings.language));
	const { signal } = new AbortController(); // the page's own life
	let waiting: ReturnType<typeof setTimeout> | undefined;
	const look = () => {
		clearTimeout(waiting);
		waiting = setTimeout(() => void marks.put(listRows(roundcube)), SETTLE_MILLISECONDS);
	};
	onRows(roundcube, look, signal);
	onNoted(look);
	look();
}
