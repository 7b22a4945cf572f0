// Tells when something of the draft may have changed: often too often, never too late.

import { listen, type Roundcube, type TinyMce } from "./rcmail.ts";
import { find, SELECTORS } from "./selectors.ts";

const PAUSE_MILLISECONDS = 250; // typing goes on meanwhile
const EDITOR_EVENTS = "change input SetContent ExecCommand Undo Redo";

/** Calls back once after every burst of changes, until the signal ends it. */
export function watchChanges(roundcube: Roundcube, page: Document, changed: () => void, signal: AbortSignal): void {
	let waiting = false;
	const soon = (): undefined => {
		if (waiting) return;
		waiting = true;
		setTimeout(() => {
			waiting = false;
			if (!signal.aborted) changed();
		}, PAUSE_MILLISECONDS);
	};
	const form = roundcube.gui_objects.messageform;
	for (const event of ["input", "change"]) form?.addEventListener(event, soon, { signal });
	observe(find(page, SELECTORS.headers), soon, signal);
	if (roundcube.gui_objects.attachmentlist) observe(roundcube.gui_objects.attachmentlist, soon, signal);
	const events = ["fileappended", "change_identity", "add-recipient", "editor-load"];
	for (const event of events) listen(roundcube, event, soon, signal);
	watchEditor(roundcube, EDITOR_EVENTS, soon, signal);
	soon();
}

/** Elastic's recipient boxes write into the hidden field without an event. */
function observe(target: Element, soon: () => void, signal: AbortSignal): void {
	const observer = new MutationObserver(soon);
	observer.observe(target, { childList: true, subtree: true });
	signal.addEventListener("abort", () => observer.disconnect(), { once: true });
}

/** TinyMCE comes and goes with the HTML/plain switch. */
export function watchEditor(roundcube: Roundcube, events: string, heard: () => void, signal: AbortSignal): void {
	const watched = new WeakSet<TinyMce>();
	const watch = (): undefined => {
		const editor = roundcube.editor?.editor;
		if (editor && !watched.has(editor)) {
			watched.add(editor);
			editor.on(events, heard);
			signal.addEventListener("abort", () => editor.off(events, heard), { once: true });
		}
	};
	listen(roundcube, "editor-load", watch, signal);
	watch();
}
