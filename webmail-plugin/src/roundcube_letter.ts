// The part of a message's page: what the agency owes its sender, and what was done about it.

import { authorOf } from "./hosts/roundcube/author.ts";
import type { PageSettings, Roundcube, ShownMessage } from "./hosts/roundcube/rcmail.ts";
import { find, SELECTORS } from "./hosts/roundcube/selectors.ts";
import { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { shownFiles } from "./hosts/roundcube/shown_files.ts";
import { ShownLetter } from "./hosts/roundcube/shown_letter.ts";
import { sessionStorageOf } from "./hosts/roundcube/storage.ts";
import { backendOf } from "./roundcube_backend.ts";
import { ActingPerson } from "./ui/letter/acting_person.ts";
import { checkAuthor } from "./ui/letter/author_check.ts";
import { meetingIn } from "./ui/letter/meeting.ts";
import { tellNoted } from "./ui/letter/noted.ts";
import type { ReadsPaper } from "./ui/letter/paper_files.ts";
import { showLetter } from "./ui/letter/show_letter.ts";
import { supportAddress, supportLink } from "./ui/support_link.ts";
import { loadTexts } from "./ui/texts.ts";

/** Above the letter's own panel: that its sender only looks official. */
export async function openAuthor(roundcube: Roundcube, settings: PageSettings, message: ShownMessage): Promise<void> {
	if (message.sent) return;
	const place = document.createElement("div");
	find(document, SELECTORS.letter).before(place);
	const backend = backendOf(settings, new RoundcubeServer(roundcube));
	await checkAuthor(place, backend, await loadTexts(settings.language), authorOf(message));
}

export async function openLetter(roundcube: Roundcube, settings: PageSettings, message: ShownMessage): Promise<void> {
	const texts = await loadTexts(settings.language);
	const reading = new ShownLetter(message, document, () => shownFiles(roundcube, document));
	const server = new RoundcubeServer(roundcube);
	const place = document.createElement("div");
	find(document, SELECTORS.letter).replaceChildren(place, meetingIn(reading, texts) ?? "");
	await showLetter(place, {
		backend: backendOf(settings, server),
		texts,
		reading,
		person: new ActingPerson(sessionStorageOf(window), settings.login),
		readPaper: papersRead(settings, server),
		noted: tellNoted,
	});
	const address = supportAddress(settings.backend_url, "doc-thu", "", texts.language);
	if (place.childElementCount > 0) place.after(supportLink(address, texts));
}

/** Whatever reads files comes with the first of them. */
function papersRead(settings: PageSettings, server: RoundcubeServer): ReadsPaper {
	let reader: Promise<ReadsPaper> | null = null;
	return async (file, receivedOn) => {
		reader ??= import("./roundcube_papers.ts").then(({ paperReader }) => paperReader(settings, server));
		return (await reader)(file, receivedOn);
	};
}
