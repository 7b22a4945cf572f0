// The part of a message's page: what the agency owes its sender, and what was done about it.

import type { PageSettings, Roundcube, ShownMessage } from "./hosts/roundcube/rcmail.ts";
import { find, SELECTORS } from "./hosts/roundcube/selectors.ts";
import { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { shownFiles } from "./hosts/roundcube/shown_files.ts";
import { authorOf, ShownLetter } from "./hosts/roundcube/shown_letter.ts";
import { sessionStorageOf } from "./hosts/roundcube/storage.ts";
import { backendOf } from "./roundcube_backend.ts";
import { ActingPerson } from "./ui/letter/acting_person.ts";
import { checkAuthor } from "./ui/letter/author_check.ts";
import { meetingIn } from "./ui/letter/meeting.ts";
import { tellNoted } from "./ui/letter/noted.ts";
import type { ReadsPaper } from "./ui/letter/paper_files.ts";
import { showLetter } from "./ui/letter/show_letter.ts";
import { loadTexts } from "./ui/texts.ts";

export async function openLetter(roundcube: Roundcube, settings: PageSettings, message: ShownMessage): Promise<void> {
	const texts = await loadTexts(settings.language);
	const reading = new ShownLetter(message, document, () => shownFiles(roundcube, document));
	const server = new RoundcubeServer(roundcube);
	const backend = backendOf(settings, server);
	const [author, place] = [document.createElement("div"), document.createElement("div")];
	find(document, SELECTORS.letter).replaceChildren(author, place, meetingIn(reading, texts) ?? "");
	if (!reading.isSent) void checkAuthor(author, backend, texts, authorOf(message));
	if (reading.messageId === "") return; // nothing can be found by it
	await showLetter(place, {
		backend,
		texts,
		reading,
		person: new ActingPerson(sessionStorageOf(window), settings.login),
		readPaper: papersRead(settings, server),
		noted: tellNoted,
	});
}

/** Whatever reads files comes with the first of them. */
function papersRead(settings: PageSettings, server: RoundcubeServer): ReadsPaper {
	let reader: Promise<ReadsPaper> | null = null;
	return async (file, receivedOn) => {
		reader ??= import("./roundcube_papers.ts").then(({ paperReader }) => paperReader(settings, server));
		return (await reader)(file, receivedOn);
	};
}
