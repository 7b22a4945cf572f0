// The part of the list's page that comes with it: marks beside the subjects of letters. Their words are loaded with the
// first of them.

import { LetterNewsOperation } from "./api/generated.ts";
import { Live } from "./api/live.ts";
import { listRows, onRows } from "./hosts/roundcube/list_rows.ts";
import type { PageSettings, Roundcube } from "./hosts/roundcube/rcmail.ts";
import { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { storageOf } from "./hosts/roundcube/storage.ts";
import { backendWith, sessionOf } from "./roundcube_backend.ts";
import { showWork } from "./ui/issuance/known_work.ts";
import { learnWork } from "./ui/issuance/work.ts";
import { onNoted } from "./ui/letter/noted.ts";
import { changes, tellChange } from "./ui/list/changes.ts";
import { OwnDesk } from "./ui/list/own_desk.ts";
import { RowMarks } from "./ui/list/row_marks.ts";
import { loadTexts } from "./ui/texts.ts";

const SETTLE_MILLISECONDS = 200; // rows come one by one

export async function markRows(roundcube: Roundcube, settings: PageSettings): Promise<void> {
	const session = sessionOf(settings, new RoundcubeServer(roundcube));
	const backend = backendWith(settings, session);
	void learnWork(backend, storageOf(window), settings.login).then((work) => showWork(document, work));
	const desk = new OwnDesk(backend);
	const marks = new RowMarks(backend, desk, () => loadTexts(settings.language));
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
