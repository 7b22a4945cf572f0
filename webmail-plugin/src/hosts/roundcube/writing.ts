// Tells that the official has begun to write: by what a person does, not by what Roundcube and its editor do to the
// form while the page opens.

import { watchEditor } from "./changes.ts";
import { listen, type Roundcube } from "./rcmail.ts";

const EDITOR_EVENTS = "input change ExecCommand";

/** Calls back with the first word, recipient or file, and again with every later one. */
export function watchWriting(roundcube: Roundcube, begun: () => void, signal: AbortSignal): void {
	const byPerson = (event: Event): void => {
		if (event.isTrusted) begun();
	};
	for (const event of ["input", "change"]) {
		roundcube.gui_objects.messageform?.addEventListener(event, byPerson, { capture: true, signal });
	}
	const told = (): undefined => void begun();
	for (const event of ["add-recipient", "fileappended"]) listen(roundcube, event, told, signal);
	watchEditor(roundcube, EDITOR_EVENTS, begun, signal);
}
