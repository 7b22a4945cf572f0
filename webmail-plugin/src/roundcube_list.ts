// The part of the list's page about letters: marks beside their subjects, what is due today, and from there, for named
// receivers, what is theirs alone.

import { LetterNewsOperation } from "./api/generated.ts";
import { Live } from "./api/live.ts";
import { listRows, onRows } from "./hosts/roundcube/list_rows.ts";
import type { PageSettings, Roundcube } from "./hosts/roundcube/rcmail.ts";
import { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { sessionStorageOf, storageOf } from "./hosts/roundcube/storage.ts";
import { RoundcubeSurface } from "./hosts/roundcube/surface.ts";
import { backendOf, backendWith, sessionOf } from "./roundcube_backend.ts";
import { showWork } from "./ui/issuance/known_work.ts";
import { learnWork } from "./ui/issuance/work.ts";
import { ActingPerson } from "./ui/letter/acting_person.ts";
import { onNoted, tellNoted } from "./ui/letter/noted.ts";
import { openDueDialog } from "./ui/list/due_view.ts";
import { OwnDesk } from "./ui/list/own_desk.ts";
import { RowMarks } from "./ui/list/row_marks.ts";
import { openShieldedDialog } from "./ui/list/shielded_view.ts";
import { loadTexts } from "./ui/texts.ts";

/** How letters stand may have changed: the list and what is due today are looked at anew. */
const changes = new EventTarget();
const tellChange = () => void changes.dispatchEvent(new Event("change"));

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
	const showShielded = () => openShieldedDialog(parts, surface);
	openDueDialog({ ...parts, changes, showShielded }, surface);
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
	const session = sessionOf(settings, new RoundcubeServer(roundcube));
	const backend = backendWith(settings, session);
	void learnWork(backend, storageOf(window), settings.login).then((work) => showWork(document, work));
	const desk = new OwnDesk(backend);
	const marks = new RowMarks(backend, desk, await loadTexts(settings.language));
	const { signal } = new AbortController(); // the page's own life
	let waiting: ReturnType<typeof setTimeout> | undefined;
	const look = () => {
		clearTimeout(waiting);
		waiting = setTimeout(() => void marks.put(listRows(roundcube)), SETTLE_MILLISECONDS);
	};
	onRows(roundcube, look, signal);
	changes.addEventListener("change", look);
	onNoted(tellChange);
	look();
	await followNews(new Live(settings.backend_url, session), desk, signal);
}

/** Letters that come or fall due while the page stands open; only for those who see the agency's letters. */
async function followNews(live: Live, desk: OwnDesk, signal: AbortSignal): Promise<void> {
	const { agency } = await desk.get();
	if (agency === null) return;
	live.follow(LetterNewsOperation, { agency: agency.code }, { told: tellChange, ask: tellChange }, signal);
}
